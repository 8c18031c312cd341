/** Holds what a run did to what is expected of its case, and to what no run may ever do. */
import type { TortureCase } from './cases.js'
import { changedPaths, type JsonReport } from './command-line.js'
import { judgeSources } from './judge-sources.js'
import { type Outcome, outputOf, reportOf, textOf } from './outcome.js'

const MOST_SECONDS = 10
const STACK_TRACE = /\n\s+at .+\(.+:\d+:\d+\)/
const CANARY = 'pwned-canary'
const INJECTED_EXIT_CODE = 97

/** All that is wrong with a run, in words. */
export function judge(one: TortureCase, outcome: Outcome): string[] {
  const report = reportOf(outcome)
  if (report === undefined) return [`standard output is not one JSON object: ${outcome.stdout}`]
  return [
    ...judgeEnd(one, outcome, report),
    ...judgeProcess(one, outcome, report),
    ...judgeMentions(one, outcome, report),
    ...judgeWrites(outcome),
    ...judgeSources(outputOf(outcome)),
  ]
}

function judgeEnd(
  { outcome: wanted, events }: TortureCase,
  { exitCode }: Outcome,
  { providers, diagnostics }: JsonReport,
): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const complaints: string[] = []
  const got = exitCode === 0 ? 'ok' : exitCode === 1 ? 'error' : `exit code ${exitCode}`
  if (got !== wanted.replace('-warn', '')) {
    complaints.push(`${got}, and not ${wanted}: ${errors.map(textOf).join('; ')}`)
  }
  if ((exitCode === 0) !== (errors.length === 0)) {
    complaints.push(`exit code ${exitCode} with ${errors.length} errors`)
  }
  if (wanted === 'ok-warn' && warnings.length === 0) complaints.push('there is no warning')
  const names = providers.flatMap((provider) => [...provider.events]).sort()
  if (exitCode === 0 && events !== undefined && `${names}` !== `${[...events].sort()}`) {
    complaints.push(`the events are ${JSON.stringify(names)}`)
  }
  return complaints
}

function judgeProcess(
  { seconds = MOST_SECONDS }: TortureCase,
  { exitCode, stderr, cpuSeconds }: Outcome,
  report: JsonReport,
): string[] {
  const complaints: string[] = []
  const texts = [stderr, ...report.diagnostics.map(textOf)]
  const traced = texts.find((text) => STACK_TRACE.test(text))
  if (traced !== undefined) complaints.push(`there is a stack trace: ${traced}`)
  if (exitCode === INJECTED_EXIT_CODE) complaints.push('code of the input was executed')
  if (cpuSeconds > seconds) complaints.push(`it took ${cpuSeconds} s of CPU time`)
  const bug = report.diagnostics.find(({ code }) => code === 'ERR_GENERATOR_BUG')
  if (bug !== undefined) complaints.push(`it failed by a bug: ${bug.message}`)
  for (const { severity, file, code } of report.diagnostics) {
    if (severity === 'error' && !file) complaints.push(`${code} names no file`)
  }
  return complaints
}

function judgeMentions(
  { mustMention = [] }: TortureCase,
  { stderr }: Outcome,
  { diagnostics }: JsonReport,
): string[] {
  const texts = [stderr, ...diagnostics.map(textOf)]
  return mustMention
    .filter((part) => !texts.some((text) => text.includes(part)))
    .map((part) => `nothing mentions ${part}`)
}

function judgeWrites(outcome: Outcome): string[] {
  const { before, after, exitCode } = outcome
  const isOurs = (path: string) => path === 'out' || path.startsWith('out/')
  const complaints: string[] = []
  for (const path of changedPaths(before, after)) {
    if (!isOurs(path)) complaints.push(`${path} was written outside --out`)
    if (path.endsWith(CANARY)) complaints.push('the canary was written')
  }
  const written = [...outputOf(outcome).keys()]
  if (exitCode !== 0 && written.length > 0) complaints.push(`it failed and wrote ${written}`)
  return complaints
}
