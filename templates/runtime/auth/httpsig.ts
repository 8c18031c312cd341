/** The `httpsig` proof: an HTTP message signature (RFC 9421), chosen, judged and held to a policy. */
import type { Delivery } from '../delivery.js'
import { isWebhookError } from '../errors.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import type { Algorithm, KeyRequest, Match } from './algorithm.js'
import { hasContentDigest, isDigestKey } from './content-digest.js'
import { componentName } from './message-components.js'
import { judgeParameters, type MessagePolicy, textParameter } from './message-policy.js'
import { chooseSignature, type MessageSignature } from './message-signature.js'
import { parseItem } from './parse-structured-fields.js'
import { signatureBase } from './signature-base.js'
import { type Item, serializeItem } from './structured-fields.js'
import { invalid, missing } from './verdict.js'

export interface HttpSignatureRule extends MessagePolicy {
  /** Which of several signatures counts; without them there must be exactly one. */
  readonly label?: string
  readonly tag?: string
  /** By the names that RFC 9421 registers for the `alg` parameter. */
  readonly algorithms: ReadonlyMap<string, Algorithm>
  /** Component identifiers that have to be covered, as `"@method"` with its quotes. */
  readonly require: readonly string[]
  /** Whether the body has to be covered by way of its digest. */
  readonly digest: boolean
}

const HEADERS = ['signature-input', 'signature']

export function httpSignature(rule: HttpSignatureRule): Proof {
  const required = rule.require.map(requiredKey)
  const algorithms = [...rule.algorithms.values()]
  return {
    present: ({ headers }) => HEADERS.every((name) => headers.values(name).length > 0),
    prepare: (secrets) => {
      // Of several algorithms each key fits one family at most.
      const failures = algorithms.flatMap((algorithm) =>
        failureOf(() => algorithm.prepare(secrets)),
      )
      if (failures.length === algorithms.length) throw failures[0]
    },
    verify: (delivery, context) => verify(rule, required, delivery, context),
  }
}

function requiredKey(identifier: string): string {
  const item = parseItem(identifier)
  if (item === undefined) throw new TypeError(`${identifier} is no component identifier`)
  return serializeItem(item)
}

function failureOf(work: () => void): readonly unknown[] {
  try {
    work()
    return []
  } catch (error) {
    return [error]
  }
}

async function verify(
  rule: HttpSignatureRule,
  required: readonly string[],
  delivery: Delivery,
  context: ProofContext,
): Promise<Verdict> {
  const found = chooseSignature(delivery.headers, rule)
  if (found === undefined) return missing('the delivery carries no message signature')
  if ('problem' in found) return invalid(found.problem)
  const gap = gapOf(found.input.items, required, rule.digest)
  if (gap !== undefined) return invalid(`the message signature does not cover ${gap}`)
  const base = signatureBase(delivery, found.input)
  if ('problem' in base) return invalid(`the message signature is refused: ${base.problem}`)
  const keyId = textParameter(found, 'keyid')
  if (keyId === undefined && found.input.parameters.has('keyid')) {
    return invalid('the message signature names its key by something else than a text')
  }
  const request = { delivery, context: { ...context, keyId } }
  const match = await matchAny(allowed(found, rule), base, found.bytes, request)
  if (match === undefined) return invalid('no secret made this message signature')
  if (coversDigest(found.input.items) && !(await hasContentDigest(delivery))) {
    return invalid('the content digest is not the one of the body')
  }
  // Only now, so that who cannot sign learns nothing about the receiver's clock.
  return judgeParameters(rule, found, context.now) ?? acceptedBy(match, found)
}

function acceptedBy({ secretId }: Match, found: MessageSignature): Verdict {
  const nonce = textParameter(found, 'nonce')
  return { accepted: true, secretId, ...(nonce !== undefined && { nonce }) }
}

function gapOf(
  items: readonly Item[],
  required: readonly string[],
  digest: boolean,
): string | undefined {
  const covered = new Set(items.map(serializeItem))
  const gap = required.find((key) => !covered.has(key))
  if (gap !== undefined) return gap
  return digest && !items.some(coversBody) ? '"content-digest"' : undefined
}

function coversDigest(items: readonly Item[]): boolean {
  return items.some((item) => componentName(item) === 'content-digest')
}

/** One member of the digest counts as well, if it is one that is recomputed. */
function coversBody(item: Item): boolean {
  const key = item.parameters.get('key')
  if (componentName(item) !== 'content-digest') return false
  return key === undefined || (key.kind === 'string' && isDigestKey(key.value))
}

/** The sender may name one of the algorithms that are allowed, and can bring in no other. */
function allowed(
  { input }: MessageSignature,
  { algorithms }: HttpSignatureRule,
): readonly Algorithm[] {
  const named = input.parameters.get('alg')
  if (named === undefined) return [...algorithms.values()]
  const algorithm = named.kind === 'string' ? algorithms.get(named.value) : undefined
  return algorithm === undefined ? [] : [algorithm]
}

async function matchAny(
  algorithms: readonly Algorithm[],
  base: Uint8Array,
  signature: Uint8Array,
  request: KeyRequest,
): Promise<Match | undefined> {
  for (const algorithm of algorithms) {
    try {
      const match = await algorithm.match(request.context.secrets, [[base]], [signature], request)
      if (match !== undefined) return match
    } catch (error) {
      // A key of another family than this algorithm: one of the others may take it.
      const isOther = isWebhookError(error) && error.code === 'ERR_SECRET_INVALID'
      if (!isOther || algorithms.length === 1) throw error
    }
  }
  return undefined
}
