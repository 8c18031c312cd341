/** Rows of what is fetched: strangers name something new each time, and an honest sender its own. */
import { Introspection } from '../../templates/runtime/auth/oauth2-introspection.js'
import { jwksKeys } from '../../templates/runtime/auth/remote-jwks.js'
import { remoteKey } from '../../templates/runtime/auth/remote-key.js'
import { utf8 } from '../../templates/runtime/bytes.js'
import { createDelivery, type Delivery } from '../../templates/runtime/delivery.js'
import { isWebhookError } from '../../templates/runtime/errors.js'
import { viewHeaders } from '../../templates/runtime/headers.js'
import { FetchCache, KEY_AGE } from '../../templates/runtime/remote/cache.js'
import type { Remote } from '../../templates/runtime/remote.js'
import type { Deliver, Row } from './row.js'

const PROVIDER = 'https://keys.example.com'
const PER_MINUTE = 600
/** So that about as many fetches are allowed as there are deliveries. */
const APART_MILLISECONDS = 100

const secrets = { get: () => [] }

/** Answers each request with the same. */
function answering(value: unknown): Remote {
  const fetch = async () => Response.json(value)
  return { fetch, origins: new Map(), objection: () => undefined }
}

/** Strangers' names, of which one comes back all the time; `use` says whether it proved something. */
function naming(use: (delivery: Delivery, now: number) => Promise<boolean>): Deliver {
  return async (index) => {
    const name = index % 10 === 0 ? 'known' : `made-up-${index}`
    const head = { method: 'POST', url: '/', headers: viewHeaders({ 'x-key': name }), platform: [] }
    try {
      const isKnown = await use(createDelivery(head, utf8('')), index * APART_MILLISECONDS)
      return isKnown ? 'known' : 'refused'
    } catch (error) {
      if (isWebhookError(error)) return error.code
      throw error
    }
  }
}

const keyOf = ({ headers }: Delivery) => headers.get('x-key') ?? ''

function openKeys() {
  const remote = answering({ key: 'a key' })
  const source = remoteKey({
    request: (delivery) => {
      return { method: 'GET', url: `${PROVIDER}/${keyOf(delivery)}`, headers: {}, body: undefined }
    },
    origin: PROVIDER,
    pointer: '/key',
    decode: utf8,
    perMinute: PER_MINUTE,
  })
  const deliver = naming(async (delivery, now) => {
    const [key] = await source.find(secrets, { delivery, context: { secrets, now, remote } })
    if (keyOf(delivery) === 'known') key?.onVerified?.()
    return keyOf(delivery) === 'known'
  })
  return { deliver }
}

function openAbsent() {
  const limits = { perMinute: PER_MINUTE, age: KEY_AGE, namedBy: 'delivery' } as const
  const cache = new FetchCache<string>(limits)
  const load = async () => ({ value: undefined, maxAge: undefined })
  const deliver = naming(async (delivery, now) => {
    // Ten times as fast as is allowed.
    return (await cache.get(keyOf(delivery), now / 10, load)) !== undefined
  })
  return { deliver }
}

function openSets() {
  const remote = answering({ keys: [] })
  const source = jwksKeys(`${PROVIDER}/jwks`, { kid: keyOf, perMinute: PER_MINUTE })
  const deliver = naming(async (delivery, now) => {
    const keys = await source.find(secrets, { delivery, context: { secrets, now, remote } })
    return keys.length > 0
  })
  return { deliver }
}

function openTokens() {
  const remote = answering({ active: true })
  const rule = {
    kind: 'introspection',
    issuer: undefined,
    endpoint: new URL(`${PROVIDER}/introspect`),
    clientId: 'receiver',
    findSecret: () => 'secret',
    audiences: [],
    scopes: [],
    leeway: 0,
  } as const
  const judge = new Introspection(rule, remote)
  const deliver = naming(async (delivery, now) => {
    const verdict = await judge.judge(keyOf(delivery), delivery, { secrets, now, remote })
    return verdict.accepted
  })
  return { deliver }
}

const UNAVAILABLE = 'ERR_SECRET_UNAVAILABLE'

/** The timer of a request that was answered long ago keeps its signal until then. */
const staysMilliseconds = 5500

export const REMOTE_ROWS: readonly Row[] = [
  { name: 'keys under URLs', ends: ['known', 'refused', UNAVAILABLE], open: openKeys },
  { name: 'keys that are not there', ends: ['refused', UNAVAILABLE], open: openAbsent },
  { name: 'unknown keys of a set', ends: ['refused', UNAVAILABLE], open: openSets },
  { name: 'tokens that are asked about', ends: ['known', UNAVAILABLE], open: openTokens },
].map((row) => ({ ...row, staysMilliseconds }))
