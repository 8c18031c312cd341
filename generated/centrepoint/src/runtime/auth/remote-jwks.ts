/** Public keys that the provider publishes as a JWK set under a URL (RFC 7517 section 5). */
import { SecretUnavailable } from '../errors.js'
import { asText } from '../expr/value.js'
import { ask } from '../remote/ask.js'
import { type CacheLimits, FetchCache, type Fetched, KEY_AGE } from '../remote/cache.js'
import { resolveOrigin } from '../remote/origins.js'
import { ownRemote } from '../remote/own.js'
import type { Remote } from '../remote.js'
import type { KeyIdReader } from './algorithm.js'
import { readJwks } from './jwk.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'

type KeySet = readonly FoundKey[]

/** The URL that is really asked; undefined where none may be. */
export type Resolve = (text: string, remote: Remote) => URL | undefined

const JSON_WANTED = { accept: 'application/json' }

export interface JwksRule {
  /** Where a delivery names no key, all of the set may have made its signature. */
  readonly kid: KeyIdReader | undefined
  /** Fetches in a minute that deliveries with unknown keys can cause. */
  readonly perMinute: number
}

/** As many keys as are tried where none is named. */
const MAX_UNNAMED = 16

export function jwksKeys(url: string, { kid, perMinute }: JwksRule): PublicKeySource {
  // By remote: what one receiver's own `fetch` found must never be another's key.
  const sets = new WeakMap<Remote, JwkSetCache>()
  return {
    known: () => [],
    find: async (_secrets, { delivery, context }) => {
      const wanted = kid?.(delivery, context)
      const remote = context.remote ?? ownRemote
      const cache = sets.get(remote) ?? new JwkSetCache(remote, perMinute)
      sets.set(remote, cache)
      return cache.find(url, wanted, context.now)
    },
  }
}

/** The key sets of one receiver, by URL. */
export class JwkSetCache {
  readonly #remote: Remote
  readonly #resolve: Resolve
  readonly #cache: FetchCache<KeySet>

  constructor(remote: Remote, perMinute: number, resolve: Resolve = resolveOrigin) {
    const limits: CacheLimits = { perMinute, age: KEY_AGE, namedBy: 'config' }
    this.#remote = remote
    this.#resolve = resolve
    this.#cache = new FetchCache(limits)
  }

  /**
   * The keys of that id, or the first ones where none is asked for. An id that is not in the set
   * makes it be fetched anew, as seldom as the limit says: in between nobody knows whether there is
   * such a key by now.
   *
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where the set cannot be had, or not now
   */
  async find(url: string, kid: string | undefined, now: number): Promise<KeySet> {
    const load = () => this.#load(url)
    const set = (await this.#cache.get(url, now, load)) ?? []
    if (kid === undefined) return set.slice(0, MAX_UNNAMED)
    const named = (keys: KeySet) => keys.filter((key) => key.kid === kid)
    const found = named(set)
    if (found.length > 0) return found
    return named((await this.#cache.refresh(url, now, load)) ?? [])
  }

  async #load(text: string): Promise<Fetched<KeySet>> {
    const url = this.#resolve(text, this.#remote)
    if (url === undefined) throw new SecretUnavailable('the URL of the key set is not plain https')
    const { body, maxAge } = await ask({ url, headers: JSON_WANTED }, this.#remote)
    const keys = body && readJwks(asText(body) ?? '')
    if (keys === undefined) throw new SecretUnavailable(`${url.hostname} gave no JWK set`)
    const value = keys.map(({ kid, alg, spki }) => {
      return { id: kid, kid, alg, spki, isOneOfMany: true } as const
    })
    return { value, maxAge }
  }
}
