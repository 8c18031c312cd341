/** Checks the options of a receiver for names that there are not, and guards without a value. */

import { checkOptions, type OptionRules, refuseEmpty } from './check-options.js'
import type { ReceiverOptions } from './options.js'
import { readTestKeys } from './test-keys.js'

/**
 * All options. A secret that is empty is refused where secrets are read, with the name that the
 * provider gives it.
 */
const RULES: OptionRules<ReceiverOptions> = {
  secret: 'other',
  secrets: 'guard',
  auth: 'guard',
  accept: 'other',
  acceptUnsigned: 'other',
  validation: 'other',
  limits: 'other',
  clock: 'other',
  transport: 'other',
  trustedProxies: 'guard',
  custom: 'guard',
  publicUrl: 'guard',
  account: 'guard',
  tenant: 'guard',
  secretStore: 'guard',
  handshakes: 'other',
  fetch: 'other',
  hydrate: 'other',
  keyOrigins: 'other',
  testKeys: 'guard',
  idempotency: 'guard',
  ack: 'other',
  queue: 'other',
  envelope: 'guard',
  deadLetters: 'guard',
  deadlineSeconds: 'other',
  waitUntil: 'other',
  stale: 'other',
  respond: 'other',
  hooks: 'other',
  logger: 'other',
}

const FUNCTIONS = ['clock', 'transport', 'fetch', 'waitUntil'] as const

/** @throws {TypeError} for an option that there is not, a guard without a value, no function, no test keys */
export function checkReceiverOptions(options: ReceiverOptions): void {
  checkOptions('createReceiver options', options, RULES)
  for (const name of FUNCTIONS) {
    const given: unknown = options[name]
    if (given !== undefined && typeof given !== 'function') {
      throw new TypeError(`the option ${name} must be a function`)
    }
  }
  readTestKeys(options.testKeys)
  for (const [name, given] of Object.entries(options.custom ?? {})) {
    if (typeof given !== 'function') throw new TypeError(`custom.${name} must be a function`)
  }
  for (const [name, given] of Object.entries(options.handshakes ?? {})) {
    refuseEmpty(`handshakes.${name}`, given)
  }
}
