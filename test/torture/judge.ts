/** Holds what a run did to what is expected of its case, and to what no run may ever do. */
import type { Diagnostic } from '../../generator/diagnostics.js'
import type { TortureCase } from './cases.js'
import { changedPaths, type Finished, type JsonReport, type Tree } from './command-line.js'

const MOST_SECONDS = 10
const MOST_NAME_BYTES = 120
const STACK_TRACE = /\n\s+at .+\(.+:\d+:\d+\)/
const CANARY = 'pwned-canary'
const INJECTED_EXIT_CODE = 97

/** Control and format characters: they hide code from whoever reviews it. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
/** Comments that turn a compiler or a linter off. */
const PRAGMA = /^\s*(?:\/\/|\/?\*)+\s*(?:@ts-|eslint-|biome-ignore)/m

export interface Outcome extends Finished {
  /** Every path in the working folder with its content, before and after. */
  readonly before: Tree
  readonly after: Tree
}

/** The one JSON object that the command printed; none if it printed anything else. */
export function reportOf({ stdout }: Finished): JsonReport | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    // Sound enough for a test: a field of another type fails where it is looked at.
    return typeof value === 'object' && value !== null ? (value as JsonReport) : undefined
  } catch {
    return undefined
  }
}

/** What was written below `--out`, by path. */
export function outputOf({ after }: Outcome): Tree {
  const inside = [...after].filter(([path]) => path.startsWith('out/'))
  return new Map(inside.map(([path, content]) => [path.slice('out/'.length), content]))
}

/** All that is wrong with a run, in words. */
export function judge(one: TortureCase, outcome: Outcome): string[] {
  const report = reportOf(outcome)
  if (report === undefined) return [`standard output is not one JSON object: ${outcome.stdout}`]
  return [
    ...judgeEnd(one, outcome, report),
    ...judgeProcess(outcome, report),
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
  if (!wanted.split('-or-').includes(got) && !(wanted === 'ok-warn' && got === 'ok')) {
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

function judgeProcess({ exitCode, stderr, cpuSeconds }: Outcome, report: JsonReport): string[] {
  const complaints: string[] = []
  const texts = [stderr, ...report.diagnostics.map(textOf)]
  const traced = texts.find((text) => STACK_TRACE.test(text))
  if (traced !== undefined) complaints.push(`there is a stack trace: ${traced}`)
  if (exitCode === INJECTED_EXIT_CODE) complaints.push('code of the input was executed')
  if (cpuSeconds > MOST_SECONDS) complaints.push(`it took ${cpuSeconds} s of CPU time`)
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

/** What holds for all generated files, whatever the schemas say. */
function judgeSources(output: Tree): string[] {
  const complaints: string[] = []
  const folded = new Map<string, string>()
  for (const [path, content] of output) {
    const name = path.normalize('NFC').toLowerCase()
    const twin = folded.get(name)
    if (twin !== undefined) complaints.push(`${twin} and ${path} differ in case alone`)
    folded.set(name, path)
    if (path.split('/').some((step) => step.length > MOST_NAME_BYTES || !/^[\w.-]+$/.test(step))) {
      complaints.push(`${path} is no portable name`)
    }
    // The tree holds bytes as Latin-1, so that invalid ones would be kept.
    const text = Buffer.from(content, 'latin1').toString('utf8')
    const invisible = INVISIBLE.exec(text)?.[0]
    if (invisible !== undefined) complaints.push(`${path} holds ${JSON.stringify(invisible)}`)
    const pragma = path.includes('/src/runtime/') ? undefined : PRAGMA.exec(text)?.[0]
    if (pragma !== undefined) complaints.push(`${path} holds the pragma ${pragma}`)
  }
  return complaints
}

/** A diagnostic as one text, for searching. */
export function textOf({ code, message, file, pointer, hint }: Partial<Diagnostic>): string {
  return [code, file, pointer, message, hint].filter(Boolean).join(' ')
}
