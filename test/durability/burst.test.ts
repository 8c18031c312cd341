/** A burst of deliveries, as fast as one sender can, into a receiver that hands them over to a queue. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { NEEDS_POSTGRES, NEEDS_REDIS } from '../support/services.js'
import type { Burst } from './burst-sender.js'
import { compiled } from './compiled.js'
import type { EngineKind } from './engines.js'
import { Fleet } from './fleet.js'
import { isThere, openPlace } from './places.js'
import { HANDLERS } from './points.js'
import { Sender } from './sender.js'
import { judge, readTrail } from './trail.js'

interface SetUp {
  readonly name: string
  readonly kind: EngineKind
  readonly deliveries: number
  /** The receiver's `limits.concurrency`. */
  readonly most?: number
  readonly needs: string
}

const SET_UPS: readonly SetUp[] = [
  { name: 'BullMQ and Redis', kind: 'bullmq', deliveries: 20_000, needs: NEEDS_REDIS },
  { name: 'BullMQ, few at once', kind: 'bullmq', deliveries: 2000, most: 40, needs: NEEDS_REDIS },
  { name: 'pg-boss and PostgreSQL', kind: 'pg-boss', deliveries: 2000, needs: NEEDS_POSTGRES },
]
const PATIENCE_MS = 300_000
const MOST_BYTES = 400 << 20
const MEGABYTE = 1 << 20

const results: object[] = []
afterAll(() => console.table(results))

async function burst(port: number, count: number): Promise<Burst> {
  const path = compiled('burst-sender.ts')
  const child = fork(path, [String(port), String(count)], { execArgv: [] })
  const [said] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the sender ended: ${code}`))),
  ])
  return said
}

describe.each(SET_UPS)('$name', { timeout: PATIENCE_MS }, (setUp) => {
  const { name, kind, deliveries, most, needs } = setUp

  test.skipIf(!isThere(kind))(`all is taken or put off, and all is handled ${needs}`, async () => {
    const place = await openPlace(kind)
    const trail = join(temporaryFolder(), 'trail')
    // Both handle what is in the queue; the burst goes to one of them.
    const fleet = await Fleet.start({
      ...place.engine,
      ...{ trail, points: [], hits: 0, share: 0, concurrency: 50 },
      ...(most && { most }),
      ...{ leaseSeconds: 30, lockMilliseconds: 30_000, handlerMilliseconds: 0 },
    })
    const sender = new Sender({ ports: () => fleet.ports, duplicates: 0 })
    try {
      const resting = await fleet.peaks()
      const began = performance.now()
      const { answers, milliseconds, refused, unanswered } = await burst(
        fleet.ports[0] ?? 0,
        deliveries,
      )
      await sender.deliverAll(refused)
      await expect.poll(() => place.queued(), { timeout: PATIENCE_MS, interval: 200 }).toBe(0)
      const seconds = (performance.now() - began) / 1000
      const peaks = await fleet.peaks()
      const { fates } = judge(readTrail(trail))
      results.push({
        ...{ 'set-up': name, deliveries },
        ...{ 202: answers['202'], 503: answers['503'] ?? 0, unanswered },
        'answered a second': Math.round(deliveries / (milliseconds / 1000)),
        'all handled after s': Number(seconds.toFixed(1)),
        'MB at rest': resting.map((bytes) => Math.round(bytes / MEGABYTE)).join(', '),
        'MB at most': peaks.map((bytes) => Math.round(bytes / MEGABYTE)).join(', '),
      })
      expect(Object.keys(answers).filter((status) => !['202', '503'].includes(status))).toEqual([])
      expect(Object.values(answers).reduce((sum, times) => sum + times, 0)).toBe(deliveries)
      if (most !== undefined) expect(answers['503']).toBeGreaterThan(0)
      expect(fates.size).toBe(deliveries * HANDLERS.length)
      expect([...fates.values()].filter(({ effects }) => effects.length !== 1)).toEqual([])
      expect(await place.count()).toEqual({ done: deliveries, open: 0 })
      expect(Math.max(...peaks)).toBeLessThan(MOST_BYTES)
    } finally {
      sender.close()
      await fleet.stop()
      await place.close()
    }
  })
})
