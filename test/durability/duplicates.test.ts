/** Fifty copies of one event at the same moment, over two processes that share a store. */
import { Agent } from 'node:http'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { NEEDS_POSTGRES, NEEDS_REDIS } from '../support/services.js'
import type { EngineKind } from './engines.js'
import { Fleet, PROCESSES } from './fleet.js'
import { isThere, openPlace } from './places.js'
import { HANDLERS } from './points.js'
import { post } from './sender.js'
import { fateKey, judge, readTrail } from './trail.js'

const COPIES = 50
const EVENTS = 10
const PATIENCE_MS = 120_000

const SET_UPS: readonly [name: string, kind: EngineKind, needs: string][] = [
  ['Redis', 'redis', NEEDS_REDIS],
  ['PostgreSQL', 'postgres', NEEDS_POSTGRES],
  ['BullMQ and Redis', 'bullmq', NEEDS_REDIS],
  ['pg-boss and PostgreSQL', 'pg-boss', NEEDS_POSTGRES],
]

const results: object[] = []
afterAll(() => console.table(results))

/** What the copies are answered, which are spread over the processes. */
async function deliverCopies(fleet: Fleet, agent: Agent, id: string): Promise<number[]> {
  const { ports } = fleet
  expect(ports).toHaveLength(PROCESSES)
  const copies = Array.from({ length: COPIES }, (_, index) =>
    post(ports[index % ports.length] ?? 0, id, agent),
  )
  return (await Promise.all(copies)).map((status) => status ?? 0)
}

describe.each(SET_UPS)('%s', { timeout: PATIENCE_MS }, (name, kind, needs) => {
  const isQueued = kind === 'bullmq' || kind === 'pg-boss'

  test.skipIf(!isThere(kind))(`each handler runs once ${needs}`, async () => {
    const place = await openPlace(kind)
    const trail = join(temporaryFolder(), 'trail')
    const fleet = await Fleet.start({
      ...place.engine,
      ...{ trail, points: [], hits: 0, share: 0, concurrency: 10 },
      // Long enough for copies to come while the first one is handled.
      ...{ leaseSeconds: 5, lockMilliseconds: 5000, handlerMilliseconds: 20 },
    })
    const agent = new Agent({ keepAlive: true, maxSockets: COPIES })
    const during: number[] = []
    const afterwards: number[] = []
    try {
      // The connections are there, and the code is warm, before copies race.
      await deliverCopies(fleet, agent, 'warm')
      for (let event = 0; event < EVENTS; event++) {
        during.push(...(await deliverCopies(fleet, agent, `in_${event}`)))
      }
      await expect.poll(() => place.queued(), { timeout: PATIENCE_MS }).toBe(0)
      for (let event = 0; event < EVENTS; event++) {
        afterwards.push(...(await deliverCopies(fleet, agent, `in_${event}`)))
      }
      await expect.poll(() => place.queued(), { timeout: PATIENCE_MS }).toBe(0)
    } finally {
      agent.destroy()
      await fleet.stop()
    }
    const { fates } = judge(readTrail(trail))
    const count = (status: number) => during.filter((one) => one === status).length
    results.push({
      ...{ 'set-up': name, events: EVENTS, copies: during.length },
      ...{ 200: count(200), 202: count(202), 409: count(409) },
      'runs of handlers': [...fates]
        .filter(([key]) => key.startsWith('in_'))
        .reduce((sum, [, fate]) => sum + fate.effects.length, 0),
    })
    for (let event = 0; event < EVENTS; event++) {
      for (const handler of HANDLERS) {
        expect(fates.get(fateKey(`in_${event}`, handler))?.effects).toHaveLength(1)
      }
    }
    if (isQueued) expect(new Set([...during, ...afterwards])).toEqual(new Set([202]))
    else {
      expect(count(200) + count(409)).toBe(during.length)
      expect(count(200)).toBeGreaterThanOrEqual(EVENTS)
      expect(count(409)).toBeGreaterThan(0)
      expect(new Set(afterwards)).toEqual(new Set([200]))
    }
    await place.close()
  })
})
