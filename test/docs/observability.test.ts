/** The tables of docs/observability.md list what the code tells, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const RUNTIME = join(ROOT, 'templates/runtime')
const page = readFileSync(join(ROOT, 'docs/observability.md'), 'utf8')

/** The first column of the table whose first heading this is. */
function listed(heading: string): readonly string[] {
  const [, table = ''] = page.split(`| ${heading} |`)
  const [rows = ''] = table.split('\n\n')
  return [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name).sort()
}

/** The members of a union of texts. */
function membersOf(file: string, union: string): readonly string[] {
  const source = readFileSync(join(RUNTIME, file), 'utf8')
  const [, rest = ''] = source.split(`export type ${union} =`)
  const [declaration = ''] = rest.split('\n\n')
  return [...declaration.matchAll(/^ {2}\| '([^']+)'/gm)].map(([, name = '']) => name).sort()
}

test.each([
  ['log lines', 'Name', 'logger.ts', 'LogEvent'],
  ['stages', 'Stage', 'hooks.ts', 'Stage'],
])('all %s are listed', (_name, heading, file, union) => {
  const members = membersOf(file, union)
  expect(members.length).toBeGreaterThan(5)
  expect(listed(heading)).toEqual(members)
})

test('all attributes are listed', () => {
  const folder = join(RUNTIME, 'otel')
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  const told = sources.flatMap((source) =>
    [...source.matchAll(/'((?:messaging|http|error|webhook)\.[\w.]+)'/g)].map(
      ([, key = '']) => key,
    ),
  )
  const instruments = ['messaging.process.duration', 'messaging.client.consumed.messages']
  const attributes = new Set(told.filter((name) => !instruments.includes(name)))
  expect(listed('Attribute')).toEqual([...attributes].sort())
  for (const name of instruments) {
    expect(told).toContain(name)
    expect(page).toContain(`\`${name}\``)
  }
})
