#!/usr/bin/env node
/** The command line: what was asked goes in, the exit code comes out. */
import { main } from './cli/main.js'
import { processTerminal } from './cli/terminal.js'

// Not process.exit(): a pipe that is still being written to would be cut off.
process.exitCode = await main(process.argv.slice(2), processTerminal())
