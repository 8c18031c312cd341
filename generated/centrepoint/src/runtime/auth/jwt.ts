/** The `jwt` proof: a signed token (RFC 7515, RFC 7519) that speaks for the delivery. */
import { concat, encodeBase64Url, utf8 } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import type { Delivery, Head } from '../delivery.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import type { Algorithm, Content } from './algorithm.js'
import {
  decodePart,
  detachedInput,
  isUnderstood,
  type JsonText,
  readObject,
  readToken,
  type Token,
} from './jose.js'
import { type ClaimRule, judgeClaims, judgeTimes, type TimeRule } from './jwt-claims.js'
import type { TokenContext } from './token-context.js'
import { accepted, invalid, missing } from './verdict.js'

export interface JwtRule {
  /** Where the token stands: in the head it is looked for before the body is read. */
  readonly tokens:
    | { readonly inHead: (head: Head) => readonly string[] }
    | { readonly inBody: (delivery: Delivery) => readonly string[] }
  /** By what the header may say in `alg`: nothing else is an algorithm here. */
  readonly algorithms: ReadonlyMap<string, Algorithm>
  readonly claims: readonly ClaimRule[]
  readonly times: TimeRule
  /** The payload is not in the token: it is one of these contents. */
  readonly detached?: {
    readonly contents: (
      delivery: Delivery,
      context: TokenContext,
    ) => MaybePromise<readonly Content[]>
    /** Whether the content is signed as base64url, and not as it is (RFC 7797). */
    readonly isEncoded: boolean
  }
  /** What of the payload the event is; absent where the event is the body. */
  readonly unwrap?: (claims: JsonText) => Uint8Array | undefined
}

interface TokenRequest {
  readonly delivery: Delivery
  readonly context: TokenContext
}

const UNREADABLE = invalid('the token is no signed token of the form expected')

export function jwt(rule: JwtRule): Proof {
  return {
    present: (head) => 'inBody' in rule.tokens || rule.tokens.inHead(head).length > 0,
    prepare: (secrets) => {
      for (const algorithm of rule.algorithms.values()) algorithm.prepare(secrets)
    },
    verify: (delivery, context) => verify(rule, delivery, context),
  }
}

async function verify(rule: JwtRule, delivery: Delivery, given: ProofContext): Promise<Verdict> {
  const texts =
    'inBody' in rule.tokens ? rule.tokens.inBody(delivery) : rule.tokens.inHead(delivery)
  const [text, ...others] = texts
  if (text === undefined) return missing('the delivery carries no token')
  if (others.length > 0) return invalid('the delivery carries several tokens')
  const token = readToken(text)
  if (token === undefined) return UNREADABLE
  const context: TokenContext = { ...given, timestamp: undefined, jose: token.header }
  const { alg } = token.header.value
  const algorithm = typeof alg === 'string' ? rule.algorithms.get(alg) : undefined
  if (algorithm === undefined) return invalid('the token names an algorithm that is not allowed')
  if (!isUnderstood(token.header, rule.detached?.isEncoded !== false)) {
    return invalid('the token has a critical header that is not understood')
  }
  const request = { delivery, context }
  const inputs = await inputsOf(rule, token, request)
  if (inputs === undefined) return UNREADABLE
  const match = await algorithm.match(given.secrets, inputs, [token.signature], request)
  if (match === undefined) return invalid('no key made the signature of this token')
  if (rule.detached !== undefined) return accepted(match.secretId)
  return judgePayload(rule, token, request, match.secretId)
}

/** What the signature may be over; undefined where the token has a payload and must not, or the reverse. */
async function inputsOf(
  { detached }: JwtRule,
  { encodedHeader, encodedPayload }: Token,
  { delivery, context }: TokenRequest,
): Promise<readonly Content[] | undefined> {
  if ((detached === undefined) === (encodedPayload === '')) return undefined
  if (detached === undefined) return [[utf8(`${encodedHeader}.${encodedPayload}`)]]
  const contents = await detached.contents(delivery, context)
  return contents.map((content) => {
    if (content === undefined) return undefined
    return detachedInput(encodedHeader, detached.isEncoded ? [encoded(content)] : content)
  })
}

function encoded(content: readonly Uint8Array[]): Uint8Array {
  return utf8(encodeBase64Url(concat(content)))
}

/** Only now are the claims looked at: until the signature held, anybody could have written them. */
async function judgePayload(
  rule: JwtRule,
  token: Token,
  { delivery, context }: TokenRequest,
  secretId: string | undefined,
): Promise<Verdict> {
  const claims = readObject(decodePart(token.encodedPayload))
  if (claims === undefined) return invalid('the payload of the token is no JSON object')
  const refused =
    judgeTimes(rule.times, claims, context.now) ??
    (await judgeClaims(rule.claims, claims, delivery, context))
  if (refused !== undefined) return refused
  const event = rule.unwrap?.(claims)
  if (rule.unwrap !== undefined && event === undefined) {
    return invalid('the token does not hold an event')
  }
  return { accepted: true, secretId, claims: claims.source, ...(event && { event }) }
}
