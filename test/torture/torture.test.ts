/** Every hostile input, through the real command line. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { generate } from '../support/package.js'
import { CATEGORIES, cases, stageCase, type TortureCase } from './cases.js'
import { changedPaths, GENERATE, readTree, runNode, type Tree, TYPESCRIPT } from './command-line.js'
import { details } from './details.js'
import { judge } from './judge.js'
import { decode, type Outcome, outputOf, reportOf, textOf } from './outcome.js'
import { formatTable } from './table.js'

const WRONG = 'WRONG'
const MODULE = /\/src\/.*(?<!\.d)\.[jt]s$/

/** A program that imports each of its arguments and prints how many they were. */
const IMPORT = [
  ...[...TYPESCRIPT, '--input-type=module', '--eval'],
  `const modules = process.argv.slice(1)
  for (const module of modules) await import(process.cwd() + '/' + module)
  process.stdout.write(String(modules.length))`,
]

const COUNTS = {
  io: 13,
  security: 13,
  naming: 10,
  refs: 12,
  regex: 4,
  semantics: 16,
  drafts: 4,
  container: 6,
  scale: 7,
}

interface Again {
  readonly said: readonly string[]
  readonly output: Tree
}

const rows: string[][] = []

afterAll(() => {
  const wrong = rows.filter((row) => row.includes(WRONG)).length
  const total = `${rows.length} cases, ${rows.length - wrong} as expected, ${wrong} wrong`
  console.log(`${formatTable(rows)}\n${total}`)
})

test('every detail is of a case', () => {
  const names = cases.map(({ name }) => name)
  expect(Object.keys(details).filter((name) => !names.includes(name))).toEqual([])
})

test('each kind of hazard has its cases', () => {
  const count = (wanted: string) => cases.filter(({ category }) => category === wanted).length
  const counts = Object.fromEntries(CATEGORIES.map((category) => [category, count(category)]))
  expect(counts).toEqual(COUNTS)
  expect(cases).toHaveLength(85)
})

describe.each(cases)('$name', (one) => {
  let outcome: Outcome
  let again: Again

  beforeAll(async () => {
    const others = one.seconds === undefined ? runAgain(one) : { said: [], output: new Map() }
    ;[outcome, again] = await Promise.all([runCommand(one), others])
  }, 300_000)

  test(`ends with ${one.outcome}, and does no harm`, () => {
    const complaints = judge(one, outcome)
    rows.push(rowOf(one, outcome, complaints))
    expect(complaints).toEqual([])
  })

  // What takes long takes as long again.
  test.skipIf(one.seconds)('a second run says and writes the same', () => {
    expect(again.said).toEqual(reportOf(outcome)?.diagnostics.map(textOf))
    expect(changedPaths(outputOf(outcome), again.output)).toEqual([])
  })

  const detail = details[one.name]
  if (detail !== undefined) test('keeps what is asked of it alone', () => detail(outcome))
  if (isSecurity(one)) {
    test('its SDK imports without a trace', () => importAll(outputOf(outcome)))
  }
})

async function runCommand(one: TortureCase): Promise<Outcome> {
  const cwd = stageCase(one, temporaryFolder())
  const before = readTree(cwd)
  const finished = await runNode(GENERATE, { cwd })
  return { ...finished, before, after: readTree(cwd) }
}

/** Imports every module of an SDK in a process of its own, which must do nothing else. */
async function importAll(output: Tree): Promise<void> {
  const cwd = temporaryFolder()
  const modules = [...output].filter(([path]) => MODULE.test(path))
  const files = [...output].filter(([path]) => MODULE.test(path) || path.endsWith('/package.json'))
  writeFiles(cwd, Object.fromEntries(files.map(([path, content]) => [path, decode(content)])))
  const before = readTree(cwd)
  const finished = await runNode([...IMPORT, ...modules.map(([path]) => path)], { cwd })
  expect(finished).toMatchObject({ exitCode: 0, stdout: `${modules.length}`, stderr: '' })
  expect(changedPaths(before, readTree(cwd))).toEqual([])
}

function isSecurity({ category, outcome }: TortureCase): boolean {
  return category === 'security' && outcome !== 'error'
}

/** In this process and in another folder: neither may show. */
async function runAgain(one: TortureCase): Promise<Again> {
  const folder = stageCase(one, temporaryFolder())
  const out = join(folder, 'out')
  const shown = relative(process.cwd(), join(folder, 'schemas'))
  const { diagnostics } = await generate({ folders: [shown], out, build: false })
  const said = diagnostics.map((one) => textOf(one).replaceAll(shown, 'schemas'))
  return { said, output: existsSync(out) ? readTree(out) : new Map() }
}

function rowOf(
  { name, category, outcome: wanted }: TortureCase,
  { exitCode, cpuSeconds }: Outcome,
  complaints: readonly string[],
): string[] {
  const became = exitCode === 0 ? 'ok' : exitCode === 1 ? 'error' : `exit code ${exitCode}`
  const verdict = complaints.length === 0 ? 'as expected' : WRONG
  return [name, category, `wanted ${wanted}`, became, verdict, `${cpuSeconds.toFixed(1)} s`]
}
