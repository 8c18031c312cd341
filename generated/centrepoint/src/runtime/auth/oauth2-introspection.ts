/** Access tokens that only their issuer understands: it is asked about each (RFC 7662). */
import { encodeBase64, encodeHex, utf8 } from '../bytes.js'
import { digest } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { SecretUnavailable } from '../errors.js'
import { callForeign } from '../foreign-call.js'
import type { ProofContext, Verdict } from '../proof.js'
import { ask } from '../remote/ask.js'
import { FetchCache, type Fetched } from '../remote/cache.js'
import type { Remote } from '../remote.js'
import { type JsonText, readObject } from './jose.js'
import { claimTexts, judgeTimes } from './jwt-claims.js'
import type { TokenJudge } from './oauth2.js'
import type { IntrospectionRule } from './oauth2-options.js'
import { hasScopes } from './oauth2-scopes.js'
import { accepted, invalid } from './verdict.js'

/**
 * Seconds for which an answer is kept: a token that was revoked is refused a minute later at most,
 * and one that was refused is not asked about again for as long.
 */
const ANSWER_AGE = { least: 0, most: 60, usual: 60, stale: 0 }
/** Anybody can send tokens: of those that were never accepted, more than this in a minute get a 503. */
const TOKENS_PER_MINUTE = 600

export class Introspection implements TokenJudge {
  readonly #rule: IntrospectionRule
  readonly #remote: Remote
  readonly #cache = new FetchCache<JsonText>({
    perMinute: TOKENS_PER_MINUTE,
    age: ANSWER_AGE,
    namedBy: 'delivery',
  })

  constructor(rule: IntrospectionRule, remote: Remote) {
    this.#rule = rule
    this.#remote = remote
  }

  async judge(token: string, _delivery: Delivery, { now }: ProofContext): Promise<Verdict> {
    // By hash: tokens that are kept could be read out of memory.
    const key = encodeHex(await digest('SHA-256', [utf8(token)]))
    const claims = await this.#cache.get(key, now, () => this.#introspect(token, now))
    if (claims === undefined) return invalid('the bearer token is not active')
    const refused = this.#judgeClaims(claims, now)
    if (refused !== undefined) return refused
    this.#cache.markVerified(key)
    return { ...accepted(), claims: claims.source }
  }

  #judgeClaims(claims: JsonText, now: number): Verdict | undefined {
    const { audiences, issuer, leeway, scopes } = this.#rule
    const refused = judgeTimes({ leeway, required: [] }, claims, now)
    if (refused !== undefined) return refused
    const names = (pointer: string, wanted: readonly string[]) => {
      return claimTexts(claims, pointer).some((text) => wanted.includes(text))
    }
    if (issuer !== undefined && !names('/iss', [issuer])) {
      return invalid('the bearer token is of another issuer')
    }
    if (audiences.length > 0 && !names('/aud', audiences)) {
      return invalid('the bearer token is for somebody else')
    }
    return hasScopes(claims.source, scopes) ? undefined : invalid('the bearer token lacks a scope')
  }

  async #introspect(token: string, now: number): Promise<Fetched<JsonText>> {
    const { clientId, endpoint, findSecret } = this.#rule
    const headers = {
      accept: 'application/json',
      authorization: `Basic ${basic(clientId, await readSecret(findSecret))}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const form = new URLSearchParams({ token, token_type_hint: 'access_token' })
    const question = { method: 'POST', url: endpoint, headers, body: String(form) }
    const { body } = await ask(question, this.#remote)
    const claims = readObject(body)
    if (claims === undefined) {
      throw new SecretUnavailable(`${endpoint.hostname} gave no answer about a token`)
    }
    const { active, exp } = claims.value
    if (active !== true) return { value: undefined, maxAge: undefined }
    const left = typeof exp === 'number' ? Math.max(0, exp - now / 1000) : undefined
    return { value: claims, maxAge: left }
  }
}

/** RFC 6749 section 2.3.1: both are form-encoded before they are joined. */
function basic(clientId: string, secret: string): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)
  return encodeBase64(utf8(`${encode(clientId)}:${encode(secret)}`))
}

function failed(cause: unknown): SecretUnavailable {
  return new SecretUnavailable('the client secret could not be found', { cause })
}

async function readSecret(find: IntrospectionRule['findSecret']): Promise<string> {
  const secret: unknown = await callForeign(find, failed)
  if (typeof secret === 'string' && secret !== '') return secret
  throw new SecretUnavailable('the client secret is empty')
}
