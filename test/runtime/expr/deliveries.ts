/** Deliveries for tests of expressions, made as a receiver makes them. */
import { copyBytes, utf8 } from '../../../templates/runtime/bytes.js'
import { createDelivery, type Delivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import type { HeadersInput } from '../../../templates/runtime/headers.js'

interface Given {
  readonly method?: string
  readonly url?: string
  readonly headers?: HeadersInput
  readonly body?: string | Uint8Array
}

export function delivery({ headers = {}, body = '', ...rest }: Given = {}): Delivery {
  const head = readHead({ ...rest, headers }, [])
  return createDelivery(head, typeof body === 'string' ? utf8(body) : copyBytes(body))
}
