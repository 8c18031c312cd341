/** A key that the provider's API hands out, one for each key id: public, or the bytes of a MAC's. */
import { SecretUnavailable } from '../errors.js'
import { jsonAt, valueAt } from '../expr/json.js'
import { asBytes, asText } from '../expr/value.js'
import { parsePayload } from '../payload.js'
import { ask } from '../remote/ask.js'
import { FetchCache, type Fetched, KEY_AGE } from '../remote/cache.js'
import { resolveOrigin } from '../remote/origins.js'
import { ownRemote } from '../remote/own.js'
import type { Remote } from '../remote.js'
import type { KeyRequest } from './algorithm.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'

/** Each part is undefined where something that it needs is absent. */
export interface RemoteRequest {
  readonly method: string
  readonly url: string | undefined
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string | undefined
}

export interface RemoteKeyRule {
  readonly request: (
    delivery: KeyRequest['delivery'],
    context: KeyRequest['context'],
  ) => RemoteRequest
  /**
   * The origin that every URL has, whatever its placeholders hold. Where the delivery names the URL,
   * whether it is one of the provider's: others are not asked.
   */
  readonly origin: string | ((url: string) => boolean)
  /** JSON pointer of the key in the answer; `undefined` where the answer is the key. */
  readonly pointer: string | undefined
  readonly decode: (text: string) => Uint8Array | undefined
  readonly perMinute: number
}

export function remoteKey(rule: RemoteKeyRule): PublicKeySource {
  const caches = new WeakMap<Remote, FetchCache<FoundKey>>()
  return {
    known: () => [],
    find: async (_secrets, { delivery, context }) => {
      const request = rule.request(delivery, context)
      if (request.url === undefined || !isWhole(request)) return []
      if (typeof rule.origin === 'function' && !rule.origin(request.url)) return []
      const remote = context.remote ?? ownRemote
      const limits = { perMinute: rule.perMinute, age: KEY_AGE, namedBy: 'delivery' } as const
      const cache = caches.get(remote) ?? new FetchCache<FoundKey>(limits)
      caches.set(remote, cache)
      const name = nameOf(request)
      const onVerified = () => cache.markVerified(name)
      const key = await cache.get(name, context.now, () => {
        return loadKey(rule, request, remote, onVerified)
      })
      return key === undefined ? [] : [key]
    },
  }
}

function isWhole({ headers }: RemoteRequest): boolean {
  return Object.values(headers).every((value) => value !== undefined)
}

/** Two requests that differ in anything may be answered by two keys. */
function nameOf({ method, url, headers, body }: RemoteRequest): string {
  return JSON.stringify([method, url, Object.entries(headers), body])
}

async function loadKey(
  rule: RemoteKeyRule,
  { method, url: text = '', headers, body }: RemoteRequest,
  remote: Remote,
  onVerified: () => void,
): Promise<Fetched<FoundKey>> {
  const url = resolveOrigin(text, remote)
  // A placeholder cannot lead elsewhere: the origin is the one that the provider's config wrote.
  if (url === undefined || !isOfProvider(text, rule)) {
    throw new SecretUnavailable('the URL of the key is not one of the provider')
  }
  // Sound: a request with an absent header is not sent, which was checked before.
  const sent = headers as Record<string, string>
  const answer = await ask({ method, url, headers: sent, body }, remote)
  if (answer.body === undefined) return { value: undefined, maxAge: answer.maxAge }
  const spki = readKey(rule, answer.body)
  if (spki === undefined) throw new SecretUnavailable(`${url.hostname} gave no usable key`)
  const value = { id: undefined, spki, isOneOfMany: true, onVerified } as const
  return { value, maxAge: answer.maxAge }
}

function isOfProvider(text: string, { origin }: RemoteKeyRule): boolean {
  return typeof origin === 'string' ? new URL(text).origin === origin : origin(text)
}

function readKey({ pointer, decode }: RemoteKeyRule, body: Uint8Array): Uint8Array | undefined {
  const text = pointer === undefined ? asText(body) : keyText(body, pointer)
  const spki = text === undefined ? undefined : decode(text)
  return spki === undefined || spki.length === 0 ? undefined : spki
}

/** A key may be an object, a JWK above all: then it is its JSON. */
function keyText(body: Uint8Array, pointer: string): string | undefined {
  const text = jsonAt(body, pointer)
  if (text !== undefined) return text
  try {
    const value = valueAt(parsePayload(asBytes(body) ?? body), pointer)
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined
  } catch {
    return undefined
  }
}
