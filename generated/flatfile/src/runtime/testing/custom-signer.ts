/** Signs for a proof that the consumer judges itself: by the consumer's own function. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { Signer } from './signers.js'

/** What a function of the test adds to a delivery, which it is shown as far as it is built. */
export type CustomSigner = (
  delivery: Delivery,
) => MaybePromise<{ readonly headers: Readonly<Record<string, string>> }>

export function signCustom(name: string): Signer {
  return async (draft, view, { custom }) => {
    const sign = Object.hasOwn(custom, name) ? custom[name] : undefined
    if (sign === undefined) {
      throw new TypeError(
        `the proof ${name} is your own to make: give custom: { ${name}: (delivery) => ({ headers }) } here as well`,
      )
    }
    const { headers } = await sign(view(draft))
    for (const [header, value] of Object.entries(headers)) {
      draft.headers.set(header.toLowerCase(), value)
    }
  }
}
