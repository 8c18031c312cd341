/** What a store of handled events has to offer: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { Reply } from './outcome.js'

/** What a store knows of an event when somebody wants to handle it. */
export type Reservation =
  | {
      /** Nobody else handles it until the lease ends. */
      readonly state: 'reserved'
      /** Proves who holds the lease; a new one for every reservation. */
      readonly token: string
      /** Names of the handlers that succeeded in earlier attempts. */
      readonly succeeded: readonly string[]
    }
  | {
      /** Another attempt holds the lease. */
      readonly state: 'busy'
      /** Until its lease ends, should it have died. */
      readonly milliseconds: number
    }
  | {
      /** All handlers succeeded. */
      readonly state: 'done'
      /** What the sender was answered, where a handler chose it. */
      readonly reply: Reply | undefined
    }

/**
 * Remembers which events are handled, and by which handlers. Every method is atomic across
 * processes. One that rejects, or takes too long, makes the sender try again later.
 */
export interface IdempotencyStore {
  /** Whether what it remembers goes with the process; it does not unless given. */
  readonly isVolatile?: boolean | undefined
  /** Takes the lease where the event is not done and no lease is running. */
  readonly reserve: (key: string, leaseMilliseconds: number) => MaybePromise<Reservation>
  /** Lets the lease run anew from now. False where the token does not hold it any more. */
  readonly extend: (key: string, token: string, leaseMilliseconds: number) => MaybePromise<boolean>
  /** Remembers that a handler succeeded. False where the token does not hold the lease any more. */
  readonly succeed: (key: string, token: string, handler: string) => MaybePromise<boolean>
  /**
   * The event is done: forgets its handlers, and remembers it for so long. False where the token
   * does not hold the lease any more.
   */
  readonly complete: (
    key: string,
    token: string,
    keepMilliseconds: number,
    reply: Reply | undefined,
  ) => MaybePromise<boolean>
  /**
   * Ends the lease, so that the next attempt begins at once; what succeeded stays remembered for so
   * long. False where the token does not hold the lease any more.
   */
  readonly fail: (key: string, token: string, keepMilliseconds: number) => MaybePromise<boolean>
  /**
   * Remembers the position, where it is above or equal to the highest that was seen under the key.
   * False where it is below: the event is stale. Positions compare by code unit; they are at most
   * 128 characters of printable ASCII.
   */
  readonly advance?: (
    key: string,
    position: string,
    keepMilliseconds: number,
  ) => MaybePromise<boolean>
}

export interface IdempotencyOptions {
  readonly store: IdempotencyStore
  /** How long an attempt may be silent before another may begin; 30 unless given. */
  readonly leaseSeconds?: number | undefined
  /** How long a handled event is remembered; three days unless given. */
  readonly keepSeconds?: number | undefined
  /** How long the store may take to answer; 5 unless given. */
  readonly timeoutSeconds?: number | undefined
}
