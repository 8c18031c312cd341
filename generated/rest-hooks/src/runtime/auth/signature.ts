/** The `signature` proof: a MAC or hash over bytes of the delivery, with a window for its time. */
import type { MaybePromise } from '../crypto.js'
import { createDelivery, type Delivery, type Head } from '../delivery.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import type { Algorithm, AlgorithmChoice, Content } from './algorithm.js'
import { distance, isWithin, type TimestampReader, type Window } from './timestamp.js'
import { accepted, invalid, missing, outOfRange } from './verdict.js'

/** What the expressions of a signature may read besides the delivery. */
export interface SignatureContext extends ProofContext {
  /** The text of the timestamp, as it was sent. */
  readonly timestamp: string | undefined
}

export interface TimestampRule extends Window {
  readonly values: (delivery: Delivery) => readonly string[]
  readonly parse: TimestampReader
}

export interface SignatureRule {
  /** Where the signature stands: in the head it is looked for before the body is read. */
  readonly candidates:
    | { readonly inHead: (head: Head) => readonly string[] }
    | { readonly inBody: (delivery: Delivery, context: ProofContext) => readonly string[] }
  readonly decode: (text: string) => Uint8Array | undefined
  readonly contents: (
    delivery: Delivery,
    context: SignatureContext,
  ) => MaybePromise<readonly Content[]>
  readonly algorithm: AlgorithmChoice
  readonly timestamp?: TimestampRule
}

/** What no secret made. */
interface Mismatch {
  readonly rule: SignatureRule
  readonly algorithm: Algorithm
  readonly candidates: readonly Uint8Array[]
  readonly request: { readonly delivery: Delivery; readonly context: SignatureContext }
}

export function signature(rule: SignatureRule): Proof {
  return {
    present: (head) => {
      return 'inBody' in rule.candidates || rule.candidates.inHead(head).length > 0
    },
    prepare: (secrets) => {
      const { algorithm } = rule
      for (const one of 'all' in algorithm ? algorithm.all : [algorithm]) one.prepare(secrets)
    },
    verify: (delivery, context) => verify(rule, delivery, context),
  }
}

async function verify(
  rule: SignatureRule,
  delivery: Delivery,
  context: ProofContext,
): Promise<Verdict> {
  const { candidates: where } = rule
  const texts = 'inBody' in where ? where.inBody(delivery, context) : where.inHead(delivery)
  if (texts.length === 0) return missing('the delivery carries no signature')
  const candidates = texts.map(rule.decode).filter((bytes) => bytes !== undefined)
  if (candidates.length === 0) return invalid('the signature is not encoded as it should be')
  const algorithm = 'choose' in rule.algorithm ? rule.algorithm.choose(delivery) : rule.algorithm
  if (algorithm === undefined) return invalid('the sender names an algorithm that is not allowed')
  const timestamp = rule.timestamp?.values(delivery)[0]
  const whole = { ...context, timestamp }
  const contents = await rule.contents(delivery, whole)
  const request = { delivery, context: whole }
  const match = await algorithm.match(context.secrets, contents, candidates, request)
  if (match === undefined) {
    const isSigned = (body: Uint8Array) => isMatched(body, { rule, algorithm, candidates, request })
    return { ...invalid('no secret made this signature; was the raw body passed?'), isSigned }
  }
  // Only now, so that who cannot sign learns nothing about the receiver's clock.
  return judgeTime(rule.timestamp, timestamp, context.now) ?? accepted(match.secretId)
}

/** Whether the signature holds for another body: asked for words, and never for a verdict. */
async function isMatched(
  body: Uint8Array,
  { rule, algorithm, candidates, request: { context, delivery } }: Mismatch,
): Promise<boolean> {
  const other = createDelivery(delivery, body)
  const contents = await rule.contents(other, context)
  const request = { delivery: other, context }
  return (await algorithm.match(context.secrets, contents, candidates, request)) !== undefined
}

function judgeTime(
  rule: TimestampRule | undefined,
  text: string | undefined,
  now: number,
): Verdict | undefined {
  if (rule === undefined) return undefined
  const time = text === undefined ? undefined : rule.parse(text)
  if (time === undefined) return outOfRange('the timestamp is missing or malformed')
  if (isWithin(time, now, rule)) return undefined
  return outOfRange(`the timestamp is ${distance(time, now, rule)}`)
}
