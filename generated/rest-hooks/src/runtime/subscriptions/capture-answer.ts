/** Takes over the secrets that come in the answer to a subscription. */
import { createDelivery, type Delivery } from '../delivery.js'
import { RequestFailed } from '../errors.js'
import { isSecretText, storedSecrets } from '../handshake/capture.js'
import { viewHeaders } from '../headers.js'
import type { OutboundAnswer } from '../outbound/send.js'
import type { SecretStore } from '../store.js'

type Read = (answer: Delivery) => string | undefined

/** Stores what an answer hands over. @throws {RequestFailed} `ERR_REQUEST` */
export type CaptureAnswer = (
  answer: OutboundAnswer,
  store: SecretStore | undefined,
  key: string,
) => Promise<void>

/**
 * An answer that brings none of the secrets leaves the registration pending, as a handshake may
 * bring them. Who answers is known by TLS and the pinned host, so that a new secret takes the place
 * of an old one.
 */
export function captureAnswer(rules: Readonly<Record<string, Read>>): CaptureAnswer {
  return async (answer, store, key) => {
    const head = {
      method: 'GET',
      url: undefined,
      headers: viewHeaders(answer.headers),
      platform: [],
    }
    const delivery = createDelivery(head, answer.body)
    for (const [name, read] of Object.entries(rules)) {
      const value = read(delivery)
      if (value === undefined) continue
      if (!isSecretText(value)) throw new RequestFailed(`the answer holds no usable ${name}`)
      if (store === undefined) {
        throw new RequestFailed(
          `the answer hands over ${name}, and there is nowhere to put it: give createSubscriptions the store`,
        )
      }
      const stored = (await storedSecrets(store, [name], key)).get(name)
      if (stored === value) continue
      const isStored = await store.put(name, key, value, stored)
      if (isStored !== true) throw new RequestFailed(`another ${name} was stored at the same time`)
    }
  }
}
