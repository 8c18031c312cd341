/** The `oauth2` proof: a bearer token (RFC 6750) that the consumer's issuer vouches for. */
import type { Delivery, Head } from '../delivery.js'
import { equalsAny } from '../expr/compare.js'
import { header } from '../expr/header.js'
import { asText } from '../expr/value.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import { ownRemote } from '../remote/own.js'
import type { Remote } from '../remote.js'
import { credentials } from './credentials.js'
import { Introspection } from './oauth2-introspection.js'
import { JwtTokens } from './oauth2-jwt.js'
import type { BearerRule } from './oauth2-options.js'
import type { KeyAlgorithm } from './public-key.js'
import { accepted, invalid, missing } from './verdict.js'

export interface OAuth2Rule {
  /** By what the header of a token may say in `alg`. */
  readonly algorithms: Readonly<Record<string, KeyAlgorithm>>
  /** What the header may say in `typ`, in lower case. */
  readonly types: readonly string[]
}

/** Judges one kind of token for one receiver: what it has fetched is nobody else's. */
export interface TokenJudge {
  readonly judge: (token: string, delivery: Delivery, context: ProofContext) => Promise<Verdict>
}

/** RFC 6750 section 2.1, bounded. */
const TOKEN = /^[A-Za-z0-9\-._~+/]{1,16384}=*$/

export function oauth2(rule: OAuth2Rule): Proof {
  const judges = new WeakMap<BearerRule, TokenJudge>()
  const judgeOf = (settings: BearerRule, remote: Remote): TokenJudge => {
    const judge = judges.get(settings) ?? createJudge(rule, settings, remote)
    judges.set(settings, judge)
    return judge
  }
  return {
    present: (head) => bearerToken(head) !== undefined,
    prepare: () => undefined,
    verify: async (delivery, context) => {
      const token = bearerToken(delivery)
      if (token === undefined) return missing('the delivery carries no bearer token')
      if (!TOKEN.test(token)) return invalid('the bearer token is malformed')
      // Sound: the scheme's settings are read by `readOAuth2`, before any delivery.
      const settings = context.settings as BearerRule | undefined
      if (settings === undefined) return invalid('nothing says how bearer tokens are checked')
      const judge = judgeOf(settings, context.remote ?? ownRemote)
      return judge.judge(token, delivery, context)
    },
  }
}

function createJudge(rule: OAuth2Rule, settings: BearerRule, remote: Remote): TokenJudge {
  if (settings.kind === 'jwt') return new JwtTokens(rule, settings, remote)
  if (settings.kind === 'introspection') return new Introspection(settings, remote)
  return STATIC
}

const STATIC: TokenJudge = {
  judge: async (token, _delivery, { secrets }) => {
    const found = secrets.get('token').find(({ value }) => equalsAny(token, [asText(value)]))
    if (found !== undefined) return accepted(found.id)
    return invalid('the bearer token is not the one expected')
  },
}

function bearerToken(head: Head): string | undefined {
  return credentials(header(head, 'authorization'), 'Bearer')
}
