/** What the configs of all flows are made of. */
import type { JsonObject } from '../../generator/schema/types.js'

export const SIGNED = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

export const is = (value: string, equals: string) => ({ value, equals })
export const there = (value: string) => ({ value, present: true })
export const TOKEN = '[A-Za-z0-9_-]+'
export const ok = (body?: JsonObject | string, headers: JsonObject = {}) => {
  return { status: 200, headers, ...(body === undefined ? {} : { body }) }
}
