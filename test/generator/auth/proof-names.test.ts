/** What a refusal may say that a delivery lacks: headers and parameters as the config has them. */
import { expect, test } from 'vitest'
import { waysOf } from '../../../generator/auth/proof-names.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const waysIn = (auth: JsonObject) =>
  planned({ auth }).auth.schemes.flatMap(({ proof }) => waysOf(proof))

const time = { from: '{header:X-Time}', unit: 's', past: 300, future: 300 }
const from = (header: string) => ({
  signature: { from: `{header:${header}}`, encoding: 'hex' },
})
const one = hmac(from('X-One'))
const two = hmac({ ...from('X-Two'), content: '{header:X-Id}.{body}', timestamp: time })

test.each<[string, JsonObject, readonly (readonly string[])[]]>([
  ['a signature', one, [['X-One']]],
  ['its time and what is signed', two, [['X-Two', 'X-Time', 'X-Id']]],
  ['a parameter', hmac({ content: '{query:id}{body}' }), [['x-signature', '?id']]],
  ['either', { anyOf: [one, two] }, [['X-One'], ['X-Two', 'X-Time', 'X-Id']]],
  ['both', { allOf: [one, two] }, [['X-One', 'X-Two', 'X-Time', 'X-Id']]],
  [
    'Standard Webhooks',
    { type: 'standardWebhooks' },
    [['webhook-signature', 'webhook-timestamp', 'webhook-id']],
  ],
  ['basic', { type: 'basic' }, [['authorization']]],
  ['nothing that is sent', { type: 'transport', https: true }, [[]]],
])('%s', (_name, auth, want) => {
  expect(waysIn(auth)).toEqual(want)
})
