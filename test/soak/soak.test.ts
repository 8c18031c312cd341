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

async function soak(): Promise<readonly Measured[]> {
  const program = fileURLToPath(new URL('measure.ts', import.meta.url))
  const args = ['--expose-gc', '--import', 'tsx', program, String(deliveries)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const rows: Measured[] = []
  // Sound: it prints nothing else.
  for await (const line of createInterface(child.stdout)) rows.push(JSON.parse(line) as Measured)
  expect(await ended).toEqual([0, null])
  return rows
}

test(
  'the heap is flat, however many deliveries there were',
  async () => {
    const rows = await soak()
    const inMegabytes = (bytes: number) => (bytes / 1_048_576).toFixed(2)
    console.table(
      rows.map(({ name, deliveries: count, heap }) => [name, count, ...heap.map(inMegabytes)]),
    )
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ unexpected }) => unexpected.length > 0)).toEqual([])
    expect(rows.filter(isGrowing)).toEqual([])
  },
  isWhole ? 120 * MINUTES_MS : 10 * MINUTES_MS,
)
