/** Access tokens that are JWTs (RFC 9068): checked with the keys that their issuer publishes. */
import type { Delivery } from '../delivery.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import type { Remote } from '../remote.js'
import { readToken } from './jose.js'
import { jwt } from './jwt.js'
import type { OAuth2Rule, TokenJudge } from './oauth2.js'
import { IssuerKeys } from './oauth2-issuer.js'
import type { JwtRule } from './oauth2-options.js'
import { hasScopes } from './oauth2-scopes.js'
import type { PublicKeySource } from './public-keys.js'
import { publicTokens, type TokenAlgorithms } from './token-algorithms.js'
import { invalid } from './verdict.js'

export class JwtTokens implements TokenJudge {
  readonly #types: readonly string[]
  readonly #rule: JwtRule
  readonly #algorithms: TokenAlgorithms

  constructor({ algorithms, types }: OAuth2Rule, rule: JwtRule, remote: Remote) {
    this.#types = types
    this.#rule = rule
    this.#algorithms = publicTokens(issuerKeys(rule, remote), algorithms)
  }

  async judge(token: string, delivery: Delivery, context: ProofContext): Promise<Verdict> {
    const typ = readToken(token)?.header.value['typ'] ?? 'JWT'
    if (typeof typ !== 'string' || !this.#types.includes(shortType(typ))) {
      return invalid('the bearer token is not of the type that is expected')
    }
    const verdict = await this.#proofOf(token).verify(delivery, context)
    if (!verdict.accepted || hasScopes(verdict.claims, this.#rule.scopes)) return verdict
    return invalid('the bearer token lacks a scope')
  }

  /** RFC 9068 section 4: the issuer, whom it is for and when it ends are demanded. */
  #proofOf(token: string): Proof {
    const { issuer, audiences, leeway } = this.#rule
    return jwt({
      tokens: { inHead: () => [token] },
      algorithms: this.#algorithms,
      claims: [
        { pointer: '/iss', wanted: () => [issuer] },
        { pointer: '/aud', wanted: () => audiences },
      ],
      times: { leeway, required: ['exp'] },
    })
  }
}

function issuerKeys(rule: JwtRule, remote: Remote): PublicKeySource {
  const keys = new IssuerKeys(rule, remote)
  return {
    known: () => [],
    find: (_secrets, { context }) => {
      const kid = context.jose?.value['kid']
      return keys.find(typeof kid === 'string' ? kid : undefined, context.now)
    },
  }
}

/** A media type may leave out its `application/` (RFC 7515 section 4.1.9). */
function shortType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}
