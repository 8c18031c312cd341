/** What a row of the soak is: one way that deliveries go, again and again. */
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { AnyReceipt } from '../../templates/runtime/outcome.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { Receiver } from '../../templates/runtime/receiver-api.js'
import { type AcmeEvents, type AcmeGroups, acme, paid, SECRET, silent } from '../runtime/acme.js'

export type AcmeReceiver = Receiver<AcmeEvents, AcmeGroups>

/** How one delivery ends; which one it is makes it differ from all others. */
export type Deliver = (index: number) => Promise<string>

export interface Opened {
  readonly deliver: Deliver
  readonly close?: () => Promise<unknown>
}

export interface Row {
  readonly name: string
  /** The only ways that its deliveries may end. */
  readonly ends: readonly string[]
  /** How many times fewer deliveries than the others: of rows that talk to a server. */
  readonly fewer?: number
  /** How long after the last delivery something of it may stay: the time limit of a request, for one. */
  readonly staysMilliseconds?: number
  readonly open: () => Opened | Promise<Opened>
}

export function receiverOf(
  options: ReceiverOptions = {},
  overrides: Partial<Provider> = {},
): AcmeReceiver {
  const common = { secret: SECRET, logger: silent }
  return createReceiverFrom<AcmeEvents, AcmeGroups>(acme(overrides), { ...common, ...options })
}

/** The outcome, and of what was rejected the code. */
export function endOf({ outcome, error }: AnyReceipt): string {
  return outcome === 'rejected' || error !== undefined ? `${outcome} ${error?.code}` : outcome
}

/** An invoice with an id of its own. */
export function invoice(index: number) {
  return { ...paid, id: `in_${index}` }
}
