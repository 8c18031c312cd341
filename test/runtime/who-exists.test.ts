/** Strangers do not learn which tenants there are: nobody of a name looks like a wrong proof. */
import { expect, test, vi } from 'vitest'
import { asymmetricSignature } from '../../templates/runtime/auth/asymmetric.js'
import { eachSecret } from '../../templates/runtime/auth/each-secret.js'
import { ED25519 } from '../../templates/runtime/auth/ed25519.js'
import { secretKey } from '../../templates/runtime/auth/keys.js'
import { macSignature } from '../../templates/runtime/auth/mac.js'
import { utf8 } from '../../templates/runtime/bytes.js'
import type { HmacKey } from '../../templates/runtime/crypto.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, hmacProof, hmacScheme, paid } from './acme.js'

const registered = {
  ...hmacScheme(),
  secrets: [{ name: 'KEY', optional: true, registration: () => 'r_1' }],
}
const store = { pending: () => false, get: () => undefined, put: () => false }
const pair = {
  ...hmacScheme(),
  secrets: ['KEY', 'USER'].map((name) => ({ name, optional: false })),
  proof: eachSecret(['KEY', 'USER'], hmacProof()),
}

const nobody: [name: string, options: ReceiverOptions, scheme?: typeof pair][] = [
  ['a function that gives undefined', { secret: () => undefined }],
  ['one that promises undefined', { secret: async () => undefined }],
  ['one that gives an empty list', { secret: () => [] }],
  ['one that gives no keys', { secret: () => ({}) }],
  ['a registration that does not exist', { secretStore: store }, registered],
  ['one of two that belong together', { secrets: { KEY: () => undefined, USER: 'u' } }, pair],
  ['the other of them', { secrets: { KEY: ['a', 'b'], USER: () => undefined } }, pair],
]

async function answerOf(options: ReceiverOptions, scheme = hmacScheme()) {
  const lines: unknown[] = []
  const log = (level: string) => (event: string, details: { readonly code?: string | undefined }) =>
    lines.push([level, event, details.code])
  const logger = { debug: log('debug'), warn: log('warn'), error: log('error') }
  const receiver = createReceiverFrom(acme({ schemes: [scheme] }), { ...options, logger })
  const { outcome, response } = await receiver.receive(deliver(paid))
  return { outcome, response, lines }
}

test.each(nobody)(
  '%s is answered, and logged, as a wrong proof is',
  async (_name, options, scheme) => {
    const wrong = await answerOf({ secret: 'another secret' })
    expect(wrong.response.status).toBe(401)
    expect(await answerOf(options, scheme)).toEqual(wrong)
  },
)

test('a delivery for nobody costs as much signing as one for somebody', async () => {
  const sign = vi.fn(async () => new Uint8Array(32))
  // Sound: nothing but `sign` is called.
  const mac = macSignature(
    () => ({ sign }) as unknown as HmacKey,
    secretKey('KEY', { decode: utf8 }),
  )
  const contents = [[utf8('a')], [utf8('b')]]
  const counts = []
  for (const values of [[], [{ id: 'KEY', value: 'k' }]]) {
    sign.mockClear()
    const secrets = { get: () => values }
    // Sound: no key is chosen by the request.
    const match = await mac.match(secrets, contents, [utf8('x')], {} as never)
    expect(match).toBeUndefined()
    counts.push(sign.mock.calls.length)
  }
  expect(counts).toEqual([2, 2])
})

test('so does one whose key is public: every content is read for every signature', async () => {
  const source = { known: () => [], find: async () => [] }
  const { match } = asymmetricSignature(ED25519, source)
  const contents = [[utf8('a')], [utf8('b')]]
  const reads = contents.map((content) => vi.spyOn(content, Symbol.iterator))
  // Sound: no key is chosen by the request.
  const [whole, short] = [new Uint8Array(64).fill(9), new Uint8Array(63)]
  const candidates = [whole, short, whole]
  expect(await match({ get: () => [] }, contents, candidates, {} as never)).toBeUndefined()
  for (const read of reads) expect(read).toHaveBeenCalledTimes(2)
})
