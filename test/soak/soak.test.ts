/**
 * What lives longer than a delivery does not grow with their number. `SOAK=300000` for as many
 * deliveries a row as tell for certain; rows that talk to a server get fewer.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Measured } from './measure.js'

const WHOLE = 300_000
const USUAL = 6000
/** For a row that seems to grow: what grows with the deliveries does so ten times as much, and noise does not. */
const AGAIN = 10 * USUAL
const MINUTES_MS = 60_000
/**
 * Over two thirds of the deliveries where they are many. Of few, the engine's own noise is as large as
 * what is looked for: they grow where they do so over two thirds and over the last as well.
 */
const MOST_BYTES = { whole: 1_048_576, usual: 300_000, usualLast: 200_000 }

const deliveries = Number(process.env['SOAK'] ?? USUAL)
const isWhole = deliveries >= WHOLE

function isGrowing({ heap: [first = 0, second = 0, last = 0] }: Measured): boolean {
  if (isWhole) return last - first > MOST_BYTES.whole
  return last - first > MOST_BYTES.usual && last - second > MOST_BYTES.usualLast
}

/** All rows, or those with a name. */
async function soak(count: number, name = ''): Promise<readonly Measured[]> {
  const program = fileURLToPath(new URL('measure.ts', import.meta.url))
  const args = ['--expose-gc', '--import', 'tsx', program, String(count), name]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const rows: Measured[] = []
  // Sound: it prints nothing else.
  for await (const line of createInterface(child.stdout)) rows.push(JSON.parse(line) as Measured)
  expect(await ended).toEqual([0, null])
  return rows
}

async function growsIndeed(row: Measured): Promise<boolean> {
  if (isWhole) return true
  const rows = await soak(AGAIN, row.name)
  const again = rows.find(({ name }) => name === row.name)
  console.log(JSON.stringify([row, again]))
  return again === undefined || isGrowing(again)
}

test(
  'the heap is flat, however many deliveries there were',
  async () => {
    const rows = await soak(deliveries)
    const inMegabytes = (bytes: number) => (bytes / 1_048_576).toFixed(2)
    console.table(
      rows.map(({ name, deliveries: count, heap }) => [name, count, ...heap.map(inMegabytes)]),
    )
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ unexpected }) => unexpected.length > 0)).toEqual([])
    const growing: Measured[] = []
    for (const row of rows.filter(isGrowing)) if (await growsIndeed(row)) growing.push(row)
    expect(growing).toEqual([])
  },
  isWhole ? 120 * MINUTES_MS : 10 * MINUTES_MS,
)
