/** The errors of a receiver that is busy, cut off from its services, or told so by its handlers. */
import { WebhookError } from './webhook-error.js'

/** The delivery was handed over in a form that is none: a mistake of whoever calls the receiver. */
export class DeliveryInvalid extends WebhookError {
  override readonly code = 'ERR_DELIVERY'
  override readonly name = 'DeliveryInvalid'
}

/** The request has more header lines than the limit. */
export class HeadersTooMany extends WebhookError {
  override readonly code = 'ERR_HEADERS_TOO_MANY'
  override readonly name = 'HeadersTooMany'
}

/** The body did not arrive in time. */
export class ReadTimeout extends WebhookError {
  override readonly code = 'ERR_READ_TIMEOUT'
  override readonly name = 'ReadTimeout'
}

/** As many deliveries as the limit allows are under way. */
export class Overloaded extends WebhookError {
  override readonly code = 'ERR_OVERLOADED'
  override readonly name = 'Overloaded'
}

/** The receiver is being closed and takes no more deliveries. */
export class ReceiverClosing extends WebhookError {
  override readonly code = 'ERR_CLOSING'
  override readonly name = 'ReceiverClosing'
}

/** The store of handled events failed or took too long. */
export class StoreUnavailable extends WebhookError {
  override readonly code = 'ERR_STORE_UNAVAILABLE'
  override readonly name = 'StoreUnavailable'
}

/** The queue did not confirm the delivery. */
export class QueueUnavailable extends WebhookError {
  override readonly code = 'ERR_QUEUE_UNAVAILABLE'
  override readonly name = 'QueueUnavailable'
}

/** The sink for dead letters failed. */
export class DeadLetterUnavailable extends WebhookError {
  override readonly code = 'ERR_DEAD_LETTER_UNAVAILABLE'
  override readonly name = 'DeadLetterUnavailable'
}

/** The same event is being handled by another attempt. */
export class InFlight extends WebhookError {
  override readonly code = 'ERR_IN_FLIGHT'
  override readonly name = 'InFlight'
  /** Until the other attempt counts as dead. */
  readonly afterSeconds: number | undefined

  constructor(message: string, afterSeconds?: number) {
    super(message)
    this.afterSeconds = afterSeconds
  }
}

/** The handlers were not done when the sender would stop waiting. */
export class DeadlineReached extends WebhookError {
  override readonly code = 'ERR_DEADLINE'
  override readonly name = 'DeadlineReached'
}

/** The envelope is not one that this receiver sealed. */
export class EnvelopeInvalid extends WebhookError {
  override readonly code = 'ERR_ENVELOPE'
  override readonly name = 'EnvelopeInvalid'
}

/** Handlers asked to be tried again later; `errors` is what they threw. */
export class RetryDemanded extends WebhookError {
  override readonly code = 'ERR_RETRY'
  override readonly name = 'RetryDemanded'
  readonly errors: readonly unknown[]
  /** The longest time that a handler asked for. */
  readonly afterSeconds: number | undefined

  constructor(message: string, errors: readonly unknown[], afterSeconds?: number) {
    super(message, { cause: errors[0] })
    this.errors = errors
    this.afterSeconds = afterSeconds
  }
}

/** Handlers gave the event up for good; `errors` is what they threw. */
export class GivenUp extends WebhookError {
  override readonly code = 'ERR_PERMANENT'
  override readonly name = 'GivenUp'
  readonly errors: readonly unknown[]

  constructor(message: string, errors: readonly unknown[]) {
    super(message, { cause: errors[0] })
    this.errors = errors
  }
}
