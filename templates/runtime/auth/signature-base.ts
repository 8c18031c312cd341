/** The text that an HTTP message signature is made over (RFC 9421, section 2.5). */
import { utf8 } from '../bytes.js'
import type { Delivery } from '../delivery.js'
import { componentName, componentValue, TakenApart } from './message-components.js'
import { type InnerList, serializeItem, serializeMember } from './structured-fields.js'

/** Each of them is looked up: it is work that an unsigned sender asks for. */
const MAX_COMPONENTS = 64
const ONE_LINE_OF_ASCII = /^[\t -~]*$/

/**
 * Why there is no base. It counts components and quotes none: whoever calls can write anything where
 * the name of one should be.
 */
export interface NoBase {
  readonly problem: string
}

/** The bytes that were signed, or why they cannot be told. */
export function signatureBase(delivery: Delivery, input: InnerList): Uint8Array | NoBase {
  if (input.items.length > MAX_COMPONENTS) return { problem: 'it covers too many components' }
  const seen = new Set<string>()
  const apart = new TakenApart()
  let base = ''
  for (const [index, item] of input.items.entries()) {
    const which = `component ${index + 1}`
    const name = componentName(item)
    const key = serializeItem(item)
    if (name === undefined) return { problem: `${which} of it has no name` }
    if (seen.has(key)) return { problem: `${which} of it is there twice` }
    seen.add(key)
    const value = componentValue(delivery, item, apart)
    if (value === undefined) {
      return { problem: `${which} of it is absent, ambiguous or not supported` }
    }
    if (!ONE_LINE_OF_ASCII.test(value)) return { problem: `the value of ${which} is not ASCII` }
    base += `${key}: ${value}\n`
  }
  return utf8(`${base}"@signature-params": ${serializeMember(input)}`)
}
