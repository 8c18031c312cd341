/** The class that all errors of receivers share. */
import { type ErrorCode, STATUS } from './error-codes.js'

// A registered symbol survives realms and the ESM and CommonJS copies of one package; `instanceof` does not.
const BRAND = Symbol.for('hookwright.webhook-error')

/** What all of them share. Its message is for the receiver's own log and never goes to the sender. */
export abstract class WebhookError extends Error {
  abstract readonly code: ErrorCode

  // Not a declared member: a symbol of its own would make the ESM and CommonJS types incompatible.
  static {
    Object.defineProperty(WebhookError.prototype, BRAND, { value: true })
  }

  get status(): number {
    return STATUS[this.code]
  }
}

/** Whether a value bears the brand, whichever copy of this package made it. */
export function isBranded(value: unknown): boolean {
  return typeof value === 'object' && value !== null && BRAND in value
}
