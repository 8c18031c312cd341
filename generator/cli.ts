#!/usr/bin/env node
/** The command line: what was asked goes in, the exit code comes out. */
import { suitEngine } from './cli/engine.js'

// Before the program itself is loaded.
suitEngine()
const { main } = await import('./cli/main.js')
const { processTerminal } = await import('./cli/terminal.js')

// Not process.exit(): a pipe that is still being written to would be cut off.
process.exitCode = await main(process.argv.slice(2), processTerminal())
