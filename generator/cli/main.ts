/** The program behind the command line, apart from the process it runs in. */
import { generatorVersion } from '../version.js'
import { parseArguments } from './arguments.js'
import { outcomeOfError } from './report.js'
import { printOutcome, runOnce } from './run.js'
import type { Terminal } from './terminal.js'

/**
 * Does what `args` ask for and returns the exit code. Never throws. `signal` ends `--watch`, otherwise
 * a signal to the process.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  try {
    const request = parseArguments(args, generatorVersion())
    if (request.kind === 'text') {
      terminal.out(request.text)
      return 0
    }
    if (request.kind !== 'generate') {
      const { listPresets, showPreset } = await import('./presets.js')
      if (request.kind === 'presets') listPresets(request.json, terminal)
      else showPreset(request.name, terminal)
      return 0
    }
    const { options } = request
    if (!options.watch) return await runOnce(options, terminal)
    const { repeatOnChange, untilTold } = await import('./watch.js')
    const places = { folders: options.folders, ignored: options.out }
    await repeatOnChange(places, () => runOnce(options, terminal), signal ?? untilTold())
    return 0
  } catch (error) {
    // The arguments could not be read, so what they ask for is looked up by hand.
    const outcome = outcomeOfError(error)
    printOutcome(outcome, { json: args.includes('--json'), verbose: true }, terminal)
    return outcome.exitCode
  }
}
