/** Which secrets may have blanks around them: public keys and certificates, and nothing else. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const keysOf = (auth: JsonObject) =>
  planned({ auth }).auth.schemes.flatMap(({ secrets }) =>
    secrets.flatMap(({ name, isKey }) => (isKey === true ? [name] : [])),
  )
const pair = (more: JsonObject = {}) => hmac({ alg: 'ed25519', ...more })

test.each<[string, JsonObject, readonly string[]]>([
  ['a public key', pair(), ['KEY']],
  ['in hex', pair({ key: { secret: 'KEY', encoding: 'ed25519-hex' } }), ['KEY']],
  ['a shared secret', hmac(), []],
  ['one beside the other', { allOf: [pair({ key: { secret: 'PUBLIC' } }), hmac()] }, ['PUBLIC']],
  ['both with one secret', { anyOf: [pair(), hmac()] }, []],
  ['mixed into what is signed', pair({ content: '{body}{secret:KEY}' }), []],
])('%s', (_name, auth, want) => {
  expect(keysOf(auth)).toEqual(want)
})
