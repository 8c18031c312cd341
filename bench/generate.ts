/**
 * What generating costs, as whole processes of the built package: cold, without a change, and after
 * an edit of one schema. `npm run build` first; `node --import tsx bench/generate.ts 500 5000` for
 * other sizes.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nameOf, syntheticProvider } from './synthetic.js'

const require = createRequire(import.meta.url)
const PROGRAM = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const PROBE = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  process.stdout.write('\\nused ' + JSON.stringify([maxRSS, userCPUTime + systemCPUTime]))
})`

interface Bench {
  readonly name: string
  readonly files: Readonly<Record<string, unknown>>
  /** The file that is edited, and how. */
  readonly edit: (folder: string) => void
}

function github(): Bench {
  // Sound: the package is pinned, and this is what it holds.
  const bundle = require('@octokit/webhooks-schemas') as {
    readonly oneOf: readonly { readonly $ref: string }[]
  }
  const events = bundle.oneOf.map(({ $ref }) => {
    const definition = $ref.slice($ref.lastIndexOf('/') + 1)
    const name = definition.replace(/[_$]event$/, '')
    return [`${name}.schema.json`, { $ref: `_all.json#/definitions/${definition}` }]
  })
  const auth = { preset: 'github' }
  return {
    name: `GitHub, ${events.length} events`,
    files: { '_all.json': bundle, ...Object.fromEntries(events), 'webhooks.json': { auth } },
    edit: (folder) => replaceIn(join(folder, '_all.json'), '"starred_at"', '"starred_at_edited"'),
  }
}

function openApi(): Bench {
  const file = require.resolve('@octokit/openapi-webhooks/generated/api.github.com.json')
  const events = {
    type: '{header:X-GitHub-Event}[[.{json:/action}]]',
    key: '/operationId',
    rename: [
      ['-', '_'],
      ['/', '.'],
    ],
  }
  const config = { auth: { type: 'standardWebhooks' }, events }
  return {
    name: 'GitHub, OpenAPI',
    files: { 'openapi.json': readFileSync(file, 'utf8'), 'webhooks.json': config },
    edit: (folder) =>
      replaceIn(join(folder, 'openapi.json'), '"starred_at"', '"starred_at_edited"'),
  }
}

function synthetic(count: number): Bench {
  return {
    name: `synthetic, ${count} events`,
    files: syntheticProvider(count),
    edit: (folder) =>
      replaceIn(join(folder, `events/${nameOf(count - 1)}.json`), '"amount"', '"edited"'),
  }
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from} to edit`)
  writeFileSync(file, text.replaceAll(from, to))
}

function measure({ name, files, edit }: Bench): void {
  const root = mkdtempSync(join(tmpdir(), 'hookwright-bench-'))
  const folder = join(root, 'provider')
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value))
  }
  writeFileSync(join(root, 'probe.cjs'), PROBE)
  const rows = [run(root, 'cold'), run(root, 'unchanged')]
  edit(folder)
  rows.push(run(root, 'one edit'))
  for (const row of rows) console.log(name.padEnd(26), row)
  rmSync(root, { recursive: true, force: true })
}

function run(root: string, kind: string): string {
  const args = ['--require', join(root, 'probe.cjs'), PROGRAM, 'generate', join(root, 'provider')]
  const started = performance.now()
  const child = spawnSync(process.execPath, [...args, '--out', join(root, 'out')], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const seconds = (performance.now() - started) / 1000
  const used = /\nused (.*)$/.exec(child.stdout)?.[1]
  if (child.status !== 0 || used === undefined) throw new Error(child.stderr)
  const [kilobytes = 0, microseconds = 0] = JSON.parse(used) as readonly number[]
  const cells = [
    kind.padEnd(10),
    `${seconds.toFixed(1)} s`.padStart(9),
    `${(microseconds / 1e6).toFixed(1)} s of processors`.padStart(22),
    `${Math.round(kilobytes / 1024)} MB`.padStart(9),
  ]
  return cells.join(' ')
}

const sizes = process.argv.slice(2).map(Number)
const benches = sizes.length > 0 ? sizes.map(synthetic) : [github(), openApi(), synthetic(500)]
for (const bench of benches) measure(bench)
