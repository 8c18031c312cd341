/** How a delivery is watched: types, and nothing that executes. */
import type { ErrorCode } from './error-codes.js'

/** The parts of a delivery's way that take time. */
export type Stage =
  | 'read'
  | 'verify'
  | 'parse'
  | 'validate'
  | 'reserve'
  | 'handle'
  | 'complete'
  | 'enqueue'

/** What a stage took. */
export interface StageTiming {
  readonly stage: Stage
  /** In milliseconds since the epoch. */
  readonly startedAt: number
  readonly milliseconds: number
  /** The event, from the stage on where it is known. */
  readonly name: string | undefined
  /** Whether it ended by an error. */
  readonly failed: boolean
}

/** What became of a delivery. It holds no payload, secret or signature. */
export interface DeliverySummary {
  readonly provider: string
  /** As `receive` tells it. */
  readonly outcome: string
  /** Of the answer. */
  readonly status: number
  readonly code: ErrorCode | undefined
  /** Wire names of the events that it carried, as far as they were read. */
  readonly names: readonly string[]
  readonly id: string | undefined
  readonly secretId: string | undefined
  /** Whose delivery it is, once its proof held, where the receiver has tenants. */
  readonly tenant?: string | undefined
  readonly bytes: number
  readonly milliseconds: number
}

/** Watches one delivery. Nothing that it does or throws changes the answer. */
export interface DeliveryWatch {
  readonly onStage?: ((timing: StageTiming) => void) | undefined
  readonly onEnd?: ((summary: DeliverySummary) => void) | undefined
  /** Runs the handlers of the delivery, for example with a span as their parent. */
  readonly around?: (<T>(work: () => T) => T) | undefined
}

export interface Hooks {
  /** Called when a delivery, or an envelope, comes in. */
  readonly onDelivery?:
    | ((start: {
        readonly provider: string
        readonly kind: 'delivery' | 'envelope'
        readonly startedAt: number
      }) => DeliveryWatch | undefined)
    | undefined
}
