/** Every hostile input, through the real command line. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../generator/generate.js'
import { temporaryFolder } from '../support/folders.js'
import { cases, stageCase, type TortureCase } from './cases.js'
import { changedPaths, GENERATE, readTree, runNode, type Tree } from './command-line.js'
import { details } from './details.js'
import { judge, type Outcome, outputOf, reportOf, textOf } from './judge.js'
import { formatTable } from './table.js'

interface Again {
  readonly said: readonly string[]
  readonly output: Tree
}

const rows: string[][] = []

afterAll(() => console.log(formatTable(rows)))

test('each kind of hazard has its cases', () => {
  const count = (wanted: string) => cases.filter(({ category }) => category === wanted).length
  const counts = ['io', 'security', 'naming', 'refs'].map((category) => count(category))
  expect(counts).toEqual([13, 13, 10, 12])
})

describe.each(cases)('$name', (one) => {
  let outcome: Outcome
  let again: Again

  beforeAll(async () => {
    ;[outcome, again] = await Promise.all([runCommand(one), runAgain(one)])
  }, 300_000)

  test(`ends with ${one.outcome}, and does no harm`, () => {
    const complaints = judge(one, outcome)
    rows.push(rowOf(one, outcome, complaints))
    expect(complaints).toEqual([])
  })

  test('a second run says and writes the same', () => {
    expect(again.said).toEqual(reportOf(outcome)?.diagnostics.map(textOf))
    expect(changedPaths(outputOf(outcome), again.output)).toEqual([])
  })

  const detail = details[one.name]
  if (detail !== undefined) test('keeps what is asked of it alone', () => detail(outcome))
})

async function runCommand(one: TortureCase): Promise<Outcome> {
  const cwd = stageCase(one, temporaryFolder())
  const before = readTree(cwd)
  const finished = await runNode(GENERATE, { cwd })
  return { ...finished, before, after: readTree(cwd) }
}

/** In this process and in another folder: neither may show. */
async function runAgain(one: TortureCase): Promise<Again> {
  const folder = stageCase(one, temporaryFolder())
  const out = join(folder, 'out')
  const shown = relative(process.cwd(), join(folder, 'schemas'))
  const { diagnostics } = await generate({ folders: [shown], out, build: false })
  const said = diagnostics.map(({ hint: _, ...one }) => textOf(one).replaceAll(shown, 'schemas'))
  return { said, output: existsSync(out) ? readTree(out) : new Map() }
}

function rowOf(
  { name, category, outcome: wanted }: TortureCase,
  { exitCode, cpuSeconds }: Outcome,
  complaints: readonly string[],
): string[] {
  const became = exitCode === 0 ? 'ok' : exitCode === 1 ? 'error' : `exit code ${exitCode}`
  const verdict = complaints.length === 0 ? 'as expected' : 'WRONG'
  return [name, category, `wanted ${wanted}`, became, verdict, `${cpuSeconds.toFixed(1)} s`]
}
