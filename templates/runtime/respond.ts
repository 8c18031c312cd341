/** What the sender gets: one constant answer for each cause, whatever went wrong inside. */
import { type ErrorCode, STATUS } from './errors.js'
import type { Reply } from './outcome.js'

const RETRY_AFTER_SECONDS = 60

const OK = '{"ok":true}'
// The same for all: an answer that told missing, wrong and stale apart would help to forge.
const UNAUTHORIZED = '{"ok":false,"error":"unauthorized"}'
// The same for all: how a receiver is configured is nobody's business.
const UNAVAILABLE = '{"ok":false,"error":"unavailable"}'
const FAILED = '{"ok":false,"error":"failed"}'

const BODIES: Readonly<Record<ErrorCode, string>> = {
  ERR_METHOD: '{"ok":false,"error":"method"}',
  ERR_CONTENT_TYPE: '{"ok":false,"error":"content_type"}',
  ERR_PROOF_MISSING: UNAUTHORIZED,
  ERR_PROOF_INVALID: UNAUTHORIZED,
  ERR_PROOF_UNAVAILABLE: UNAVAILABLE,
  ERR_TIMESTAMP_OUT_OF_RANGE: UNAUTHORIZED,
  ERR_SECRET_INVALID: FAILED,
  ERR_SECRET_UNAVAILABLE: UNAVAILABLE,
  ERR_BODY_TOO_LARGE: '{"ok":false,"error":"too_large"}',
  ERR_BODY_UNREADABLE: '{"ok":false,"error":"unreadable"}',
  ERR_BODY_CONSUMED: FAILED,
  ERR_ENCODING: '{"ok":false,"error":"encoding"}',
  ERR_PUBLIC_URL_MISSING: FAILED,
  ERR_TRANSPORT_UNKNOWN: FAILED,
  ERR_PAYLOAD_MALFORMED: '{"ok":false,"error":"malformed"}',
  ERR_PAYLOAD_INVALID: '{"ok":false,"error":"invalid"}',
  ERR_EVENT_UNKNOWN: OK,
  ERR_HANDSHAKE: '{"ok":false,"error":"handshake"}',
  // The same as a wrong proof: nobody learns that a signature held.
  ERR_ACCOUNT: UNAUTHORIZED,
  ERR_SUBSCRIPTION_ENDED: '{"ok":false,"error":"gone"}',
  ERR_REQUEST: UNAVAILABLE,
  ERR_HEADERS_TOO_MANY: '{"ok":false,"error":"headers"}',
  ERR_READ_TIMEOUT: '{"ok":false,"error":"timeout"}',
  ERR_OVERLOADED: UNAVAILABLE,
  ERR_CLOSING: UNAVAILABLE,
  ERR_STORE_UNAVAILABLE: UNAVAILABLE,
  ERR_QUEUE_UNAVAILABLE: UNAVAILABLE,
  ERR_DEAD_LETTER_UNAVAILABLE: UNAVAILABLE,
  ERR_IN_FLIGHT: '{"ok":false,"error":"in_flight"}',
  ERR_DEADLINE: UNAVAILABLE,
  ERR_ENVELOPE: '{"ok":false,"error":"envelope"}',
  ERR_RETRY: UNAVAILABLE,
  ERR_PERMANENT: OK,
  ERR_HANDLER: FAILED,
  ERR_INTERNAL: FAILED,
}

/** The answer to a delivery that is done with. */
export function acknowledge(): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: OK }
}

/** The answer to a delivery that failed; `methods` is what a 405 offers instead. */
export function refuse(code: ErrorCode, methods: readonly string[]): Reply {
  const status = STATUS[code]
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (status === 405) headers['allow'] = methods.join(', ')
  if (status === 503) headers['retry-after'] = String(RETRY_AFTER_SECONDS)
  return { status, headers, body: BODIES[code] }
}
