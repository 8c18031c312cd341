/** Runs the generator once, as the command line asked. */
import type { Diagnostic } from '../diagnostics.js'
import type { Progress } from '../generate.js'
import type { GenerateRequest } from './arguments.js'
import { ProgressLines } from './progress.js'
import { renderDiagnostic } from './render.js'
import { isUnexpected, type Outcome, outcomeOfError, printJson, printSummary } from './report.js'
import { shorten } from './shorten.js'
import type { Terminal } from './terminal.js'

/** Generates, prints what came of it, and returns the exit code. Never throws. */
export async function runOnce(request: GenerateRequest, terminal: Terminal): Promise<number> {
  let outcome: Outcome
  let stack: string | undefined
  try {
    outcome = await generateOutcome(request, terminal)
  } catch (error) {
    outcome = outcomeOfError(error)
    if (error instanceof Error && isUnexpected(error)) stack = error.stack
  }
  printOutcome(outcome, request, terminal)
  if (request.verbose && stack !== undefined) terminal.err(`${stack}\n`)
  if ((request.check || request.verify) && !request.json && outcome.exitCode === 0) {
    terminal.out(`${request.out} is up to date\n`)
  }
  return outcome.exitCode
}

/** Prints an outcome: JSON on standard output, or people's text on both. */
export function printOutcome(
  outcome: Outcome,
  { json, verbose }: Pick<GenerateRequest, 'json' | 'verbose'>,
  terminal: Terminal,
): void {
  if (json) {
    terminal.out(printJson(outcome))
    return
  }
  for (const diagnostic of verbose ? outcome.diagnostics : shorten(outcome.diagnostics)) {
    terminal.err(renderDiagnostic(diagnostic, terminal.hasColour))
  }
  if (outcome.exitCode === 0) terminal.out(printSummary(outcome.providers))
}

async function generateOutcome(request: GenerateRequest, terminal: Terminal): Promise<Outcome> {
  const { folders, out, check, verify, build, json, verbose } = request
  // Not at the top: the help must not wait for compilers.
  const { generate } = await import('../generate.js')
  const progress = new ProgressLines(terminal, { verbose, counts: terminal.isInteractive && !json })
  const isShown = verbose || (terminal.isInteractive && !json)
  const onProgress = (event: Progress) => progress.show(event)
  const report = await generate({
    ...{ folders, out, check, verify, build },
    ...(isShown && { onProgress }),
  }).finally(() => progress.clear())
  const diagnostics = [...report.diagnostics, ...report.differences.map(toDiagnostic)]
  const hasError = report.diagnostics.some(({ severity }) => severity === 'error')
  const exitCode = hasError ? 1 : report.differences.length > 0 ? 3 : 0
  return { exitCode, providers: report.providers, diagnostics }
}

function toDiagnostic(difference: string): Diagnostic {
  return { code: 'ERR_OUTPUT_DIFFERS', severity: 'error', message: difference }
}
