/** Of many attempts at one event at the same moment, one gets it. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { Reservation } from '../../../templates/runtime/idempotency.js'
import { postgresStore } from '../../../templates/runtime/stores/postgres.js'
import { redisStore } from '../../../templates/runtime/stores/redis.js'
import { run } from '../../support/commands.js'
import { NEEDS_POSTGRES, NEEDS_REDIS } from '../../support/services.js'
import {
  POSTGRES_CLIENTS,
  POSTGRES_URL,
  postgresPlace,
  REDIS_CLIENTS,
  REDIS_URL,
  redisPlace,
} from './backends.js'
import type { OpenStore } from './event-stores.js'

const COPIES = 50
const ROUNDS = 5
const START_MILLISECONDS = 3000
const CHILD = join(import.meta.dirname, 'reserve-child.ts')
const MINUTE = 60_000

type Store = OpenStore['store']

const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** A store for each client, all of them with the same content. */
async function redisStores(): Promise<Store[]> {
  const place = await redisPlace(REDIS_URL)
  closing.push(place.close)
  const opened = await Promise.all(REDIS_CLIENTS.map(({ open }) => open(REDIS_URL)))
  closing.push(...opened.map(({ close }) => close))
  return opened.map(({ client }) => redisStore(client, { prefix: place.prefix }))
}

async function postgresStores(): Promise<Store[]> {
  const { schema, close } = await postgresPlace(POSTGRES_URL)
  closing.push(close)
  const opened = await Promise.all(POSTGRES_CLIENTS.map(({ open }) => open(POSTGRES_URL)))
  closing.push(...opened.map((each) => each.close))
  return opened.map(({ client }) => postgresStore(client, { table: `${schema}.hookwright_events` }))
}

/** Fifty calls at once, spread over the stores. */
function atOnce<T>(stores: readonly Store[], call: (store: Store, index: number) => T) {
  return Promise.all(
    Array.from({ length: COPIES }, (_, index) => {
      const store = stores[index % stores.length]
      if (store === undefined) throw new Error('there is no store')
      return call(store, index)
    }),
  )
}

function count(reservations: readonly Pick<Reservation, 'state'>[]) {
  const of = (wanted: string) => reservations.filter(({ state }) => state === wanted).length
  return { reserved: of('reserved'), busy: of('busy'), done: of('done') }
}

function tokenOf(reservations: readonly Reservation[]): string {
  const [token] = reservations.flatMap((each) => (each.state === 'reserved' ? [each.token] : []))
  return token ?? ''
}

const KINDS = [
  [`Redis ${NEEDS_REDIS}`, REDIS_URL, redisStores],
  [`PostgreSQL ${NEEDS_POSTGRES}`, POSTGRES_URL, postgresStores],
] as const

describe.each(KINDS)('%s', (_name, url, open) => {
  test.skipIf(url === undefined)(
    'one gets it: new, expired, failed; and none when done',
    async () => {
      const stores = await open()
      for (let round = 0; round < ROUNDS; round++) {
        const key = randomUUID()
        const reserve = (lease: number) => atOnce(stores, (store) => store.reserve(key, lease))
        // So short a lease may end while others still ask, but somebody has had it.
        expect(count(await reserve(1)).reserved).toBeGreaterThan(0)
        await sleep(5)
        const expired = await reserve(MINUTE)
        expect(count(expired)).toEqual({ reserved: 1, busy: COPIES - 1, done: 0 })
        const failed = await atOnce(stores, (store) => store.fail(key, tokenOf(expired), MINUTE))
        expect(failed.filter((isOurs) => isOurs)).toHaveLength(1)
        const again = await reserve(MINUTE)
        expect(count(again)).toEqual({ reserved: 1, busy: COPIES - 1, done: 0 })
        const ended = await atOnce(stores, (store) =>
          store.complete(key, tokenOf(again), MINUTE, undefined),
        )
        expect(ended.filter((isOurs) => isOurs)).toHaveLength(1)
        expect(count(await reserve(MINUTE))).toEqual({ reserved: 0, busy: 0, done: COPIES })
      }
    },
  )

  test.skipIf(url === undefined)('no success is lost, and the highest position stays', async () => {
    const stores = await open()
    const [store] = stores
    if (store === undefined) throw new Error('there is no store')
    const key = randomUUID()
    const first = await store.reserve(key, MINUTE)
    if (first.state !== 'reserved') throw new Error(`the event is ${first.state}`)
    await atOnce(stores, (each, index) => each.succeed(key, first.token, `handler ${index}`))
    await atOnce(stores, (each, index) => each.advance(key, String(100 + index), MINUTE))
    await store.fail(key, first.token, MINUTE)
    const second = await store.reserve(key, MINUTE)
    if (second.state !== 'reserved') throw new Error(`the event is ${second.state}`)
    expect(new Set(second.succeeded).size).toBe(COPIES)
    expect(await store.advance(key, '148', MINUTE)).toBe(false)
    expect(await store.advance(key, '149', MINUTE)).toBe(true)
  })
})

describe('two processes', () => {
  /** What each process was told, of half the copies each. */
  async function race(kind: string, url: string | undefined, place: string) {
    const at = Date.now() + START_MILLISECONDS
    const [key, half] = [randomUUID(), String(COPIES / 2)]
    const command = ['--import', 'tsx', CHILD, kind, url ?? '', place, key, half, String(at)]
    const ends = await Promise.all(
      [1, 2].map(() => run(process.execPath, command, import.meta.dirname)),
    )
    return ends.map(({ stdout, stderr }): { readonly state: Reservation['state'] }[] => {
      expect(stderr).toBe('')
      return JSON.parse(stdout)
    })
  }

  test.skipIf(REDIS_URL === undefined)(`one gets it, in Redis ${NEEDS_REDIS}`, async () => {
    const place = await redisPlace(REDIS_URL)
    closing.push(place.close)
    const states = await race('REDIS', REDIS_URL, place.prefix)
    expect(count(states.flat())).toEqual({ reserved: 1, busy: COPIES - 1, done: 0 })
  })

  test.skipIf(POSTGRES_URL === undefined)(
    `one gets it, in PostgreSQL ${NEEDS_POSTGRES}`,
    async () => {
      const place = await postgresPlace(POSTGRES_URL)
      closing.push(place.close)
      const states = await race('POSTGRES', POSTGRES_URL, `${place.schema}.hookwright_events`)
      expect(count(states.flat())).toEqual({ reserved: 1, busy: COPIES - 1, done: 0 })
    },
  )
})
