#!/usr/bin/env node
/** The command line: what was asked goes in, the exit code comes out. */
import { setFlagsFromString } from 'node:v8'

/** Where V8 knows the flag: it would tell of one that it does not know. */
const HAS_BUDGET = /^v2[0-4]\./

// A run is over in seconds, in which optimizing what is soon left again takes more than it gives: code
// has to be fifteen times as busy as usual first. docs/decisions/0019 has the figures.
if (HAS_BUDGET.test(process.version)) setFlagsFromString('--interrupt-budget=1000000')

const { main } = await import('./cli/main.js')
const { processTerminal } = await import('./cli/terminal.js')

// Not process.exit(): a pipe that is still being written to would be cut off.
process.exitCode = await main(process.argv.slice(2), processTerminal())
