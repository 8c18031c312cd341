/** Every way a delivery can fail: one class per cause, recognised by brand and `code`. */
import { type ErrorCode, STATUS } from './error-codes.js'
import type {
  DeadLetterUnavailable,
  DeadlineReached,
  DeliveryInvalid,
  EnvelopeInvalid,
  GivenUp,
  HeadersTooMany,
  InFlight,
  Overloaded,
  QueueUnavailable,
  ReadTimeout,
  ReceiverClosing,
  RetryDemanded,
  StoreUnavailable,
} from './service-errors.js'
import type { Issue } from './validation.js'
import { isBranded, WebhookError } from './webhook-error.js'

export * from './service-errors.js'
export { type ErrorCode, STATUS, WebhookError }

/** The provider does not send with this HTTP method. */
export class MethodNotAllowed extends WebhookError {
  override readonly code = 'ERR_METHOD'
  override readonly name = 'MethodNotAllowed'
}

/** The content type is none that the provider sends. */
export class ContentTypeUnsupported extends WebhookError {
  override readonly code = 'ERR_CONTENT_TYPE'
  override readonly name = 'ContentTypeUnsupported'
}

/** The delivery carries no proof. */
export class ProofMissing extends WebhookError {
  override readonly code = 'ERR_PROOF_MISSING'
  override readonly name = 'ProofMissing'
}

/** The delivery carries a proof that does not hold. */
export class ProofInvalid extends WebhookError {
  override readonly code = 'ERR_PROOF_INVALID'
  override readonly name = 'ProofInvalid'
}

/** Nobody could judge the proof, or whom it is meant for: the sender has to try again. */
export class ProofUnavailable extends WebhookError {
  override readonly code = 'ERR_PROOF_UNAVAILABLE'
  override readonly name = 'ProofUnavailable'
}

/** The proof holds, but its timestamp is too far from the receiver's clock. */
export class TimestampOutOfRange extends WebhookError {
  override readonly code = 'ERR_TIMESTAMP_OUT_OF_RANGE'
  override readonly name = 'TimestampOutOfRange'
}

/** A secret is missing, empty or not what the scheme can use. */
export class SecretInvalid extends WebhookError {
  override readonly code = 'ERR_SECRET_INVALID'
  override readonly name = 'SecretInvalid'
}

/** A secret, or a key, could not be had: what finds it failed or took too long. */
export class SecretUnavailable extends WebhookError {
  override readonly code = 'ERR_SECRET_UNAVAILABLE'
  override readonly name = 'SecretUnavailable'
}

/** The body, or what it decompresses to, is above the limit. */
export class BodyTooLarge extends WebhookError {
  override readonly code = 'ERR_BODY_TOO_LARGE'
  override readonly name = 'BodyTooLarge'
}

/** The body broke off, or does not decompress. */
export class BodyUnreadable extends WebhookError {
  override readonly code = 'ERR_BODY_UNREADABLE'
  override readonly name = 'BodyUnreadable'
}

/** Somebody else read or parsed the body, so its bytes are gone: a configuration error. */
export class BodyConsumed extends WebhookError {
  override readonly code = 'ERR_BODY_CONSUMED'
  override readonly name = 'BodyConsumed'
}

/** The body comes in a content encoding that the receiver does not take. */
export class EncodingUnsupported extends WebhookError {
  override readonly code = 'ERR_ENCODING'
  override readonly name = 'EncodingUnsupported'
}

/** The proof reads the URL, and the receiver was not told its public one. */
export class PublicUrlMissing extends WebhookError {
  override readonly code = 'ERR_PUBLIC_URL_MISSING'
  override readonly name = 'PublicUrlMissing'
}

/** The proof asks for the connection, and the platform does not tell: a configuration error. */
export class TransportUnknown extends WebhookError {
  override readonly code = 'ERR_TRANSPORT_UNKNOWN'
  override readonly name = 'TransportUnknown'
}

/** The body is not the UTF-8 or JSON that it should be. */
export class PayloadMalformed extends WebhookError {
  override readonly code = 'ERR_PAYLOAD_MALFORMED'
  override readonly name = 'PayloadMalformed'
}

/** The payload breaks its schema; `issues` says where, and holds no value of it. */
export class PayloadInvalid extends WebhookError {
  override readonly code = 'ERR_PAYLOAD_INVALID'
  override readonly name = 'PayloadInvalid'
  /** The first hundred broken rules. */
  readonly issues: readonly Issue[]
  /** How many there are; 10,000 where they are as many or more. */
  readonly count: number

  constructor(message: string, issues: readonly Issue[], count: number = issues.length) {
    super(message)
    this.issues = issues
    this.count = count
  }
}

/** The delivery is genuine, and of a type that this SDK does not know. */
export class EventUnknown extends WebhookError {
  override readonly code = 'ERR_EVENT_UNKNOWN'
  override readonly name = 'EventUnknown'
}

/** A handshake was asked for that cannot be answered. */
export class HandshakeFailed extends WebhookError {
  override readonly code = 'ERR_HANDSHAKE'
  override readonly name = 'HandshakeFailed'
}

/** The delivery is genuine, and meant for another account than the receiver's. */
export class AccountRefused extends WebhookError {
  override readonly code = 'ERR_ACCOUNT'
  override readonly name = 'AccountRefused'
}

/** The delivery is genuine, and its subscription was ended. */
export class SubscriptionEnded extends WebhookError {
  override readonly code = 'ERR_SUBSCRIPTION_ENDED'
  override readonly name = 'SubscriptionEnded'
}

/** A request to the provider failed, or was answered with anything but success. */
export class RequestFailed extends WebhookError {
  override readonly code = 'ERR_REQUEST'
  override readonly name = 'RequestFailed'
}

/** Handlers threw; `errors` is what they threw, in the order they ran. */
export class HandlersFailed extends WebhookError {
  override readonly code = 'ERR_HANDLER'
  override readonly name = 'HandlersFailed'
  readonly errors: readonly unknown[]

  constructor(message: string, errors: readonly unknown[]) {
    super(message, { cause: errors[0] })
    this.errors = errors
  }
}

/** The receiver itself failed; the cause says how. */
export class ReceiverFailed extends WebhookError {
  override readonly code = 'ERR_INTERNAL'
  override readonly name = 'ReceiverFailed'
}

/** The union that narrows by `code`. */
export type AnyWebhookError =
  | MethodNotAllowed
  | ContentTypeUnsupported
  | ProofMissing
  | ProofInvalid
  | ProofUnavailable
  | TimestampOutOfRange
  | SecretInvalid
  | SecretUnavailable
  | BodyTooLarge
  | BodyUnreadable
  | BodyConsumed
  | DeliveryInvalid
  | EncodingUnsupported
  | PublicUrlMissing
  | TransportUnknown
  | PayloadMalformed
  | PayloadInvalid
  | EventUnknown
  | HandshakeFailed
  | AccountRefused
  | SubscriptionEnded
  | RequestFailed
  | HeadersTooMany
  | ReadTimeout
  | Overloaded
  | ReceiverClosing
  | StoreUnavailable
  | QueueUnavailable
  | DeadLetterUnavailable
  | InFlight
  | DeadlineReached
  | EnvelopeInvalid
  | RetryDemanded
  | GivenUp
  | HandlersFailed
  | ReceiverFailed

/** Tells our errors from all others, whichever copy of this package made them. */
export function isWebhookError(value: unknown): value is AnyWebhookError {
  return isBranded(value)
}
