/** Holds payloads to their schemas, as strictly as the receiver wants it. */
import type { DriftWatch } from './drift.js'
import type { Drift } from './events.js'
import { lostDigits } from './lost-digits.js'
import { withoutOverflow } from './too-deep.js'
import type { Check, EventModule, Explanation, Validation, Validators } from './validation.js'

const MODES: readonly Validation[] = ['strict', 'tolerant', 'report', 'off']

/** What validation found of a payload. */
export interface Verdict {
  /** Absent where nothing was validated. */
  readonly valid: boolean | undefined
  /** The rules that it breaks, where it is refused for that. */
  readonly refused?: Explanation
}

const NOT_VALIDATED: Verdict = { valid: undefined }
const VALID: Verdict = { valid: true }
const REPORTED: Verdict = { valid: false }

export class PayloadJudge {
  readonly #validation: Validation
  readonly #subject: Drift['subject']
  readonly #drift: DriftWatch
  readonly #checks = new Map<Validators, Check>()

  constructor(validation: Validation, subject: Drift['subject'], drift: DriftWatch) {
    this.#validation = validation
    this.#subject = subject
    this.#drift = drift
  }

  /** Whether what is judged here has its drift told. */
  get tellsDrift(): boolean {
    return this.#validation !== 'off' && this.#drift.isWatched
  }

  /**
   * Validates the payload of the event; a receiver that reports refuses none.
   *
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where it is nested too deeply
   */
  async judge(
    name: string,
    payload: unknown,
    module: EventModule,
    driftTold = false,
  ): Promise<Verdict> {
    if (this.#validation === 'off') return NOT_VALIDATED
    if (!driftTold && this.#drift.isWatched) this.#tellLost(name, payload)
    const broken = await this.#findBroken(name, payload, module, driftTold)
    if (broken === undefined) return VALID
    if (this.#validation !== 'report') return { valid: false, refused: broken }
    if (!driftTold) this.#drift.tell({ name, subject: this.#subject, level: 'mismatch', ...broken })
    return REPORTED
  }

  /** The rules that the payload breaks; `undefined` where it passes. */
  async #findBroken(
    name: string,
    payload: unknown,
    module: EventModule,
    driftTold: boolean,
  ): Promise<Explanation | undefined> {
    const { tolerant } = module
    if (this.#validation === 'strict' || tolerant === undefined) return this.#find(payload, module)
    if (driftTold || !this.#drift.isWatched) return this.#find(payload, tolerant)
    // What strict validation takes, tolerant validation takes as well.
    if (await this.#isStrict(payload, module)) return undefined
    const explanation = await this.#find(payload, tolerant)
    if (explanation === undefined) await this.#tell(name, payload, module)
    return explanation
  }

  async #find(payload: unknown, validators: Validators): Promise<Explanation | undefined> {
    const check = await this.#check(validators)
    if (withoutOverflow(() => check(payload))) return undefined
    const explain = await validators.explain()
    return withoutOverflow(() => explain(payload))
  }

  /** Loads a validator once. */
  async #check(validators: Validators): Promise<Check> {
    const known = this.#checks.get(validators)
    if (known !== undefined) return known
    const check = await validators.check()
    this.#checks.set(validators, check)
    return check
  }

  /** Where strict validation cannot tell, tolerant validation decides: nobody but an observer asked. */
  async #isStrict(payload: unknown, validators: Validators): Promise<boolean> {
    try {
      const check = await this.#check(validators)
      return check(payload)
    } catch {
      return false
    }
  }

  /** No schema says it, and no validator can: what was parsed is a neighbour of what was sent. */
  #tellLost(name: string, payload: unknown): void {
    const lost = lostDigits(payload)
    if (lost !== undefined) {
      this.#drift.tell({ name, subject: this.#subject, level: 'drift', ...lost })
    }
  }

  async #tell(name: string, payload: unknown, validators: Validators): Promise<void> {
    try {
      const explain = await validators.explain()
      const explanation = explain(payload)
      if (explanation.count > 0) {
        this.#drift.tell({ name, subject: this.#subject, level: 'drift', ...explanation })
      }
    } catch {
      // As above: the payload is taken, whether its drift can be explained or not.
    }
  }
}

/** @throws {TypeError} where it is none of the four: a typing error must not switch it off */
export function readValidation(wanted: Validation | undefined, usual: Validation): Validation {
  const validation = wanted ?? usual
  if (MODES.includes(validation)) return validation
  throw new TypeError("validation must be 'strict', 'tolerant', 'report' or 'off'")
}

/**
 * How resources are validated: as payloads are, but never looser than their types are, which
 * promise what they hold to every receiver. Where the receiver reports, or the provider's own way is
 * to report, they are handed over whatever they are, as payloads are.
 */
export function resourceValidation(chosen: Validation, usual: Validation): Validation {
  if (chosen === 'strict') return 'strict'
  if (chosen === 'report' || (chosen === 'off' && usual === 'report')) return 'report'
  return usual === 'tolerant' || usual === 'report' ? 'tolerant' : 'strict'
}
