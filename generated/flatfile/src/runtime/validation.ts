/** What compiled validators look like to the receiver: types, and nothing that executes. */

/** One broken rule. It never holds a value of the payload. */
export interface Issue {
  /** JSON pointer into the payload; `''` is the payload itself. */
  readonly pointer: string
  /** The JSON Schema keyword that was broken, for example `required`. */
  readonly keyword: string
  readonly message: string
}

/** The fast yes-or-no. */
export type Check = (value: unknown) => boolean

/** The slow why: called only after `Check` said no. */
export type Explain = (value: unknown) => readonly Issue[]

/** One event's validators. Each part loads when it is first needed. */
export interface EventModule {
  readonly check: () => Promise<Check> | Check
  readonly explain: () => Promise<Explain>
}
