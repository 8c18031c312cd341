/** What the sender gets: one constant answer for each situation, whatever went wrong inside. */
import { type ErrorCode, STATUS } from './error-codes.js'
import type { Reply } from './outcome.js'

/** Everything that a delivery can come to: a success, or the code of what went wrong. */
export type Situation = Success | ErrorCode

/** `at-risk`: nobody tries again, and the work goes on without anybody waiting for it. */
export type Success =
  | 'handled'
  | 'ignored'
  | 'unknown'
  | 'duplicate'
  | 'stale'
  | 'enqueued'
  | 'at-risk'

interface Answer {
  readonly status: number
  readonly body: string
  /** When trying again makes sense. */
  readonly retryAfterSeconds?: number
}

const OK = '{"ok":true}'
const done: Answer = { status: 200, body: OK }
const accepted: Answer = { status: 202, body: OK }
// The same for all: an answer that told missing, wrong and stale apart would help to forge.
const unauthorized: Answer = refusal('ERR_PROOF_INVALID', 'unauthorized')
// The same for all: how a receiver is configured is nobody's business.
const failed: Answer = refusal('ERR_INTERNAL', 'failed')
const unavailable: Answer = { ...refusal('ERR_DEADLINE', 'unavailable'), retryAfterSeconds: 60 }
const busy: Answer = { ...unavailable, retryAfterSeconds: 5 }

/** The response policy. */
export const ANSWERS: Readonly<Record<Situation, Answer>> = {
  handled: done,
  ignored: done,
  unknown: done,
  duplicate: done,
  stale: done,
  enqueued: accepted,
  'at-risk': accepted,
  ERR_METHOD: refusal('ERR_METHOD', 'method'),
  ERR_CONTENT_TYPE: refusal('ERR_CONTENT_TYPE', 'content_type'),
  ERR_PROOF_MISSING: unauthorized,
  ERR_PROOF_INVALID: unauthorized,
  ERR_PROOF_UNAVAILABLE: unavailable,
  ERR_TIMESTAMP_OUT_OF_RANGE: unauthorized,
  ERR_SECRET_INVALID: failed,
  ERR_SECRET_UNAVAILABLE: unavailable,
  ERR_BODY_TOO_LARGE: refusal('ERR_BODY_TOO_LARGE', 'too_large'),
  ERR_BODY_UNREADABLE: refusal('ERR_BODY_UNREADABLE', 'unreadable'),
  ERR_BODY_CONSUMED: failed,
  ERR_DELIVERY: failed,
  ERR_ENCODING: refusal('ERR_ENCODING', 'encoding'),
  ERR_PUBLIC_URL_MISSING: failed,
  ERR_TRANSPORT_UNKNOWN: failed,
  ERR_PAYLOAD_MALFORMED: refusal('ERR_PAYLOAD_MALFORMED', 'malformed'),
  ERR_PAYLOAD_INVALID: refusal('ERR_PAYLOAD_INVALID', 'invalid'),
  ERR_EVENT_UNKNOWN: done,
  ERR_HANDSHAKE: refusal('ERR_HANDSHAKE', 'handshake'),
  // The same as a wrong proof: nobody learns that a signature held.
  ERR_ACCOUNT: unauthorized,
  ERR_SUBSCRIPTION_ENDED: refusal('ERR_SUBSCRIPTION_ENDED', 'gone'),
  ERR_REQUEST: unavailable,
  ERR_HEADERS_TOO_MANY: refusal('ERR_HEADERS_TOO_MANY', 'headers'),
  ERR_READ_TIMEOUT: refusal('ERR_READ_TIMEOUT', 'timeout'),
  ERR_OVERLOADED: busy,
  ERR_CLOSING: busy,
  ERR_STORE_UNAVAILABLE: unavailable,
  ERR_QUEUE_UNAVAILABLE: unavailable,
  ERR_DEAD_LETTER_UNAVAILABLE: unavailable,
  ERR_IN_FLIGHT: { ...refusal('ERR_IN_FLIGHT', 'in_flight'), retryAfterSeconds: 30 },
  ERR_DEADLINE: unavailable,
  ERR_ENVELOPE: refusal('ERR_ENVELOPE', 'envelope'),
  ERR_RETRY: unavailable,
  ERR_PERMANENT: done,
  ERR_HANDLER: failed,
  ERR_INTERNAL: failed,
}

/** The answer as it goes out; `afterSeconds` where somebody knows better when to try again. */
export function answer(situation: Situation, afterSeconds?: number): Reply {
  const { status, body, retryAfterSeconds } = ANSWERS[situation]
  return compose(
    { status, headers: {}, body },
    retryAfterSeconds && (afterSeconds ?? retryAfterSeconds),
  )
}

/** A reply of its own, with the headers that all of ours have. */
export function compose({ status, headers, body }: Reply, afterSeconds?: number): Reply {
  const all: Record<string, string> = { 'content-type': 'application/json', ...headers }
  if (afterSeconds !== undefined) all['retry-after'] = String(Math.max(1, Math.ceil(afterSeconds)))
  return { status, headers: all, body }
}

/** Whether the situation is a success. */
export function isSuccess(situation: Situation): situation is Success {
  return !(situation in STATUS)
}

function refusal(code: ErrorCode, error: string): Answer {
  return { status: STATUS[code], body: `{"ok":false,"error":"${error}"}` }
}
