/** What compiled validators look like to the receiver: types, and nothing that executes. */

/** One broken rule. It never holds a value of the payload. */
export interface Issue {
  /** JSON pointer into the payload; `''` is the payload itself. Beyond 4,096 characters it ends early. */
  readonly pointer: string
  /** The JSON Schema keyword that was broken, for example `required`. */
  readonly keyword: string
  readonly message: string
}

/** The fast yes-or-no. */
export type Check = (value: unknown) => boolean

/** What is wrong with a value. */
export interface Explanation {
  /** The first hundred broken rules. */
  readonly issues: readonly Issue[]
  /** How many there are; 10,000 where they are as many or more. */
  readonly count: number
}

/** The slow why: called only after `Check` said no. */
export type Explain = (value: unknown) => Explanation

/** The two validators of a schema. Each loads when it is first needed. */
export interface Validators {
  readonly check: () => Promise<Check> | Check
  readonly explain: () => Promise<Explain>
}

/** One event's validators: the strict ones, and the tolerant ones where those accept more. */
export interface EventModule extends Validators {
  readonly tolerant?: Validators
}

/**
 * How payloads are held to their schemas. `tolerant` takes besides what a newer version of the
 * provider may well send: properties that the schema does not know, values that a list of texts does
 * not have, and texts that are not of their format. `report` validates as `tolerant` does and hands
 * every event over in its type: what breaks the schema goes to `onDrift`, and `ctx.valid` is false.
 */
export type Validation = 'strict' | 'tolerant' | 'report' | 'off'
