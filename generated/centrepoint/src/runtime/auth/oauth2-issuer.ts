/** The keys of an OAuth 2 issuer, found through its metadata (RFC 8414, OpenID Connect Discovery). */
import { SecretUnavailable } from '../errors.js'
import { asText } from '../expr/value.js'
import { parseJson } from '../payload.js'
import { ask } from '../remote/ask.js'
import { FetchCache, type Fetched, KEY_AGE } from '../remote/cache.js'
import { isSafe, readUrl } from '../remote/origins.js'
import type { Remote } from '../remote.js'
import type { JwtRule } from './oauth2-options.js'
import type { FoundKey } from './public-keys.js'
import { JwkSetCache } from './remote-jwks.js'

/** Fetches in a minute that tokens with unknown keys can cause. */
const FETCHES_PER_MINUTE = 2

export class IssuerKeys {
  readonly #rule: JwtRule
  readonly #remote: Remote
  readonly #sets: JwkSetCache
  readonly #places = new FetchCache<string>({
    perMinute: FETCHES_PER_MINUTE,
    age: KEY_AGE,
    namedBy: 'config',
  })

  constructor(rule: JwtRule, remote: Remote) {
    this.#rule = rule
    this.#remote = remote
    this.#sets = new JwkSetCache(remote, FETCHES_PER_MINUTE, (text) => this.#resolve(text))
  }

  /** @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where they cannot be had */
  async find(kid: string | undefined, now: number): Promise<readonly FoundKey[]> {
    const { issuer, jwksUri } = this.#rule
    const place = jwksUri ?? (await this.#places.get(issuer, now, () => this.#discover()))
    if (place === undefined) throw new SecretUnavailable('the issuer publishes no metadata')
    return this.#sets.find(place, kid, now)
  }

  /** An issuer on a loopback, in a test, may have its keys there; no other may lead to one. */
  #resolve(text: string): URL | undefined {
    const url = readUrl(text)
    if (url === undefined || !isSafe(url)) return undefined
    return url.protocol === 'https:' || this.#rule.issuer.startsWith('http:') ? url : undefined
  }

  async #discover(): Promise<Fetched<string>> {
    for (const url of metadataUrls(this.#rule.issuer)) {
      const { body, maxAge } = await ask({ url, headers: JSON_WANTED }, this.#remote)
      if (body !== undefined) return { value: this.#readPlace(body, url), maxAge }
    }
    throw new SecretUnavailable('the issuer publishes no metadata: give jwksUri')
  }

  /** RFC 8414 section 3.3: metadata of another issuer must not be used. */
  #readPlace(body: Uint8Array, { hostname }: URL): string {
    const { issuer, jwks_uri: place } = readMembers(asText(body) ?? '')
    if (issuer !== this.#rule.issuer) {
      throw new SecretUnavailable(`the metadata at ${hostname} is that of another issuer`)
    }
    if (typeof place === 'string' && this.#resolve(place) !== undefined) return place
    throw new SecretUnavailable(`the metadata at ${hostname} names no usable key set`)
  }
}

const JSON_WANTED = { accept: 'application/json' }

/** RFC 8414 puts its segment before the issuer's path, OpenID Connect behind it. */
function metadataUrls(issuer: string): readonly URL[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    new URL(`${origin}/.well-known/oauth-authorization-server${path}`),
    new URL(`${origin}${path}/.well-known/openid-configuration`),
  ]
}

function readMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(text)
    // Sound: an object has members, and each is read as unknown.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
