/** Receivers are killed at the boundaries of all stages, again and again: nothing is lost. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { NEEDS_POSTGRES, NEEDS_REDIS } from '../support/services.js'
import type { EngineKind } from './engines.js'
import { Fleet } from './fleet.js'
import { isThere, openPlace, type Place } from './places.js'
import { HANDLERS, type Point, pointsOf } from './points.js'
import { Sender } from './sender.js'
import { fateKey, judge, readTrail } from './trail.js'

/** So many, and more where not all places were hit often enough by then. */
const EVENTS = 1000
const MOST_EVENTS = 4000
const HITS = 20
/** More is not delivered while the queue holds so much. */
const BACKLOG = 50
const DUPLICATES = 0.05
/** Short, for nobody else may have an event before the lease of who died with it is over. */
const LEASE_SECONDS = 0.4
/** Where nobody dies a lease has no reason to end, however busy the machine is. */
const CALM_LEASE_SECONDS = 30
const LOCK_MS = 500
const DRAIN_MS = 120_000
const PATIENCE_MS = 300_000

const SET_UPS: readonly [name: string, kind: EngineKind, needs: string][] = [
  ['no store', 'none', ''],
  ['Redis', 'redis', NEEDS_REDIS],
  ['PostgreSQL', 'postgres', NEEDS_POSTGRES],
  ['BullMQ and Redis', 'bullmq', NEEDS_REDIS],
  ['pg-boss and PostgreSQL', 'pg-boss', NEEDS_POSTGRES],
]

const results: object[] = []
const kills = new Map<Point, Record<string, number>>()
afterAll(() => {
  console.table(results)
  console.table(Object.fromEntries(kills))
})

/** Delivers until all places were hit, and waits until all that was taken is done. */
async function run(place: Place, points: readonly Point[], hits: number) {
  const trail = join(temporaryFolder(), 'trail')
  const fleet = await Fleet.start({
    ...place.engine,
    ...{ trail, points, hits, concurrency: 16, handlerMilliseconds: 0 },
    ...{ leaseSeconds: hits > 0 ? LEASE_SECONDS : CALM_LEASE_SECONDS },
    ...{ lockMilliseconds: LOCK_MS, share: 0.35 },
  })
  const sender = new Sender({ ports: () => fleet.ports, duplicates: DUPLICATES })
  const events: string[] = []
  const more = async (count: number) => {
    const ids = Array.from({ length: count }, (_, index) => `in_${events.length + index}`)
    events.push(...ids)
    await sender.deliverAll(ids)
  }
  try {
    await more(EVENTS)
    while (!fleet.isHit && events.length < MOST_EVENTS) {
      if ((await place.queued()) > BACKLOG) await sleep(50)
      else await more(100)
    }
    fleet.calm()
    await expect.poll(() => place.queued(), { timeout: DRAIN_MS, interval: 100 }).toBe(0)
    return { events, sender, dead: fleet.dead, trail: readTrail(trail) }
  } finally {
    sender.close()
    await fleet.stop()
  }
}

/** How the events of a run fared; what must never be is a list, so that a failure names it. */
function examine({ events, trail, dead }: Awaited<ReturnType<typeof run>>) {
  const { fates, lastEffects, ended, lost } = judge(trail)
  const wanted = events.flatMap((event) => HANDLERS.map((handler) => fateKey(event, handler)))
  const entries = [...fates].map(([key, fate]) => ({ key, ...fate }))
  const unrecorded = entries.flatMap(({ key, effects, recorded }) =>
    effects.filter((attempt) => !recorded.has(attempt)).map((attempt) => ({ key, attempt })),
  )
  // The store is told of a success before the next handler begins.
  const diedInBetween = ({ key, attempt }: { readonly key: string; readonly attempt: string }) =>
    dead.has(attempt.split('.')[0] ?? '') && !ended.has(attempt) && lastEffects.get(attempt) === key
  // Who was slower than its lease is refused by the store: what it did counts for nothing there.
  const hadLease = (attempt: string) => !lost.has(attempt)
  return {
    without: wanted.filter((key) => !fates.has(key)),
    late: entries.filter((fate) => fate.late.some(hadLease)),
    unexplained: unrecorded.filter((one) => hadLease(one.attempt) && !diedInBetween(one)),
    lost: lost.size,
    repeated: entries.reduce((sum, { effects }) => sum + effects.length - 1, 0),
    effects: entries.map(({ effects }) => effects.length),
  }
}

describe.each(SET_UPS)('%s', { timeout: PATIENCE_MS }, (name, kind, needs) => {
  const has = { store: kind !== 'none', queue: kind === 'bullmq' || kind === 'pg-boss' }

  function report(kind: string, ran: Awaited<ReturnType<typeof run>>): void {
    const { without, lost, repeated } = examine(ran)
    const { accepted, answers, sent } = ran.sender
    const taken = [...accepted.values()].reduce((sum, times) => sum + times, 0)
    results.push({
      'set-up': `${name}, ${kind}`,
      events: ran.events.length,
      deaths: ran.dead.size,
      'attempts killed': ran.trail.kills.length,
      sent,
      redelivered: sent - taken,
      duplicates: taken - accepted.size,
      'effects repeated': repeated,
      'leases lost': lost,
      'events lost': without.length,
      answers: [...answers].map(([answer, times]) => `${answer}: ${times}`).join(', '),
    })
  }

  test.skipIf(!isThere(kind))(`killed anywhere ${needs}`, async () => {
    const place = await openPlace(kind)
    const points = pointsOf(has)
    const ran = await run(place, points, HITS)
    report('killed', ran)
    for (const point of points) {
      const hits = ran.trail.kills.filter((kill) => kill.point === point).length
      kills.set(point, { ...kills.get(point), [name]: hits })
      expect(hits, point).toBeGreaterThanOrEqual(HITS)
    }
    const { without, late, unexplained } = examine(ran)
    expect(without).toEqual([])
    if (has.store) {
      expect(late).toEqual([])
      expect(unexplained).toEqual([])
      expect(await place.count()).toEqual({ done: ran.events.length, open: 0 })
    }
    await place.close()
  })

  test.skipIf(!isThere(kind))(`left alone ${needs}`, async () => {
    const place = await openPlace(kind)
    const ran = await run(place, [], 0)
    report('left alone', ran)
    const { without, effects, unexplained } = examine(ran)
    expect(without).toEqual([])
    expect(ran.dead.size).toBe(0)
    if (has.store) {
      expect(new Set(effects)).toEqual(new Set([1]))
      expect(unexplained).toEqual([])
      expect(await place.count()).toEqual({ done: ran.events.length, open: 0 })
    } else {
      const copies = [...ran.sender.accepted.values()].reduce((sum, times) => sum + times, 0)
      expect(effects.reduce((sum, times) => sum + times, 0)).toBe(copies * HANDLERS.length)
    }
    await place.close()
  })
})
