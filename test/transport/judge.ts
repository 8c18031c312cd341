/** Judges one demand on a connection, with the facts and headers of a delivery. */
import { type Demand, transport } from '../../templates/runtime/auth/transport.js'
import { createDelivery } from '../../templates/runtime/delivery.js'
import { readHead } from '../../templates/runtime/delivery-input.js'
import { isWebhookError } from '../../templates/runtime/errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createSecretSource, type SecretInputs } from '../../templates/runtime/secrets.js'
import type { TransportFacts, TrustedProxies } from '../../templates/runtime/transport.js'

export interface Trial {
  readonly demand: Demand
  readonly facts?: TransportFacts
  readonly headers?: readonly (readonly [string, string])[]
  readonly proxies?: TrustedProxies
  readonly secrets?: SecretInputs
}

/** `accepted`, or the code and the reason of the refusal. */
export async function judge({
  demand,
  facts,
  headers = [],
  proxies,
  secrets = {},
}: Trial): Promise<string> {
  const options: ReceiverOptions = { trustedProxies: proxies }
  const proof = transport([demand])
  try {
    proof.configure?.(options)
    const head = readHead({ headers, transport: facts }, [])
    const declared = Object.keys(secrets).map((name) => ({ name, optional: false, isKey: true }))
    const set = await createSecretSource(declared, secrets).resolve(head)
    const context = { secrets: set, now: Date.now(), options }
    const verdict = await proof.verify(createDelivery(head, new Uint8Array()), context)
    return verdict.accepted ? 'accepted' : `${verdict.code} ${verdict.reason}`
  } catch (error) {
    if (isWebhookError(error)) return `${error.code} ${error.message}`
    if (error instanceof TypeError) return `TypeError ${error.message}`
    throw error
  }
}

const CONFIGURE =
  'nothing here tells it: create the receiver with { transport: (request) => ({ encrypted, remoteAddress, … }) }, or put "transport" into the delivery'

/** The error where nobody tells a fact. */
export const unknown = (fact: string) =>
  `ERR_TRANSPORT_UNKNOWN the proof needs ${fact}, and ${CONFIGURE}`

export const proxies: TrustedProxies = {
  cidrs: ['10.0.0.0/8'],
  forwarded: 'x-forwarded-for',
  proto: 'x-forwarded-proto',
  clientCert: { header: 'client-cert', form: 'rfc9440' },
}
/** What the socket says behind one of them, and past them. */
export const proxy = { remoteAddress: '10.0.0.1', encrypted: false }
export const direct = { remoteAddress: '192.0.2.1', encrypted: false }
