/** A signature in the body behind a prefix that is a secret: the compiler, and a generated SDK. */
import { createHash, createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { Code } from '../../../generator/auth/code.js'
import { printProof, secretsOf } from '../../../generator/auth/compile.js'
import { readPreset } from '../../../generator/presets/presets.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'
import { planned } from './planned.js'

const config = readPreset('braintree')?.config ?? {}

test('the prefix reads the secret at hand, one value at a time', () => {
  const proof = planned(config).auth.schemes[0]?.proof ?? { kind: 'none' }
  expect(secretsOf(proof)).toEqual(['PRIVATE_KEY', 'PUBLIC_KEY'])
  const code = new Code()
  const printed = printProof(proof, code)
  expect(printed).toContain('eachSecret(["PUBLIC_KEY"], signature(')
  expect(printed).toContain(
    'candidates: { inBody: (d, c) => pick([formField(d, "bt_signature")], { split: "&", prefix: join(secret(c, "PUBLIC_KEY"), "|"), max: 16 }) }',
  )
  expect(code.imports()).toContain(`import { secret } from './runtime/expr/secret.js'`)
})

test('a prefix without a secret asks for no context', () => {
  const auth = {
    type: 'signature',
    alg: 'hmac-sha256',
    key: { secret: 'KEY' },
    content: '{form:a}',
    signature: { from: '{form:b}', prefix: 'v1=', encoding: 'hex' },
  }
  const { auth: plan, said } = planned({ events: { type: 'delivery' }, auth })
  expect(said.filter((line) => line.startsWith('ERR_'))).toEqual([])
  const printed = printProof(plan.schemes[0]?.proof ?? { kind: 'none' }, new Code())
  expect(printed).toMatch(/^signature\(/)
  expect(printed).toContain('inBody: (d) => pick(')
})

let out: string

beforeAll(async () => {
  const files = {
    'braintree/webhooks.json': config,
    'braintree/events/delivery.json': true,
  }
  out = (await generateOrThrow(files)).out
})

const XML = `<notification><kind>check</kind><subject>${'x'.repeat(80)}</subject></notification>`
const PAYLOAD = `${Buffer.from(XML).toString('base64')}\n`
const SECRETS = { PUBLIC_KEY: 'pub', PRIVATE_KEY: 'private' }

const mac = (content: string, privateKey = 'private') => {
  const key = createHash('sha1').update(privateKey).digest()
  return createHmac('sha1', key).update(content).digest('hex')
}

async function judge(
  btSignature: string | undefined,
  secrets: ReceiverOptions['secrets'] = SECRETS,
): Promise<unknown> {
  const { createReceiver } = await loadSdk(out, 'braintree')
  const fields = btSignature === undefined ? {} : { bt_signature: btSignature }
  const given = {
    method: 'POST',
    url: 'https://a.example/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, bt_payload: PAYLOAD }).toString(),
  }
  return createReceiver({ secrets })
    .verify(given)
    .then(
      ({ secretId }) => secretId,
      (error: { code?: string; message?: string }) => [error.code, error.message],
    )
}

const ABSENT = ['ERR_PROOF_MISSING', expect.stringContaining('carries no signature')]
const WRONG = ['ERR_PROOF_INVALID', expect.stringContaining('no secret made this signature')]

const cases: [name: string, signature: string | undefined, want: unknown][] = [
  ['the payload', `pub|${mac(PAYLOAD)}`, 'PRIVATE_KEY'],
  ['the payload and a line feed', `pub|${mac(`${PAYLOAD}\n`)}`, 'PRIVATE_KEY'],
  ['one of several key pairs', `old|${mac('x')}&pub|${mac(PAYLOAD)}`, 'PRIVATE_KEY'],
  ['another public key', `other|${mac(PAYLOAD)}`, ABSENT],
  ['a public key that only begins alike', `public|${mac(PAYLOAD)}`, ABSENT],
  ['a part of the public key', `pu|${mac(PAYLOAD)}`, ABSENT],
  ['the public key in other case', `PUB|${mac(PAYLOAD)}`, ABSENT],
  ['no public key', mac(PAYLOAD), ABSENT],
  ['no field', undefined, ABSENT],
  ['a MAC over something else', `pub|${mac('x')}`, WRONG],
  ['a MAC with another key', `pub|${mac(PAYLOAD, 'other')}`, WRONG],
]
test.each(cases)('%s', async (_name, signature, want) => {
  expect(await judge(signature)).toEqual(want)
})

test('key pairs rotate', async () => {
  const both = { PUBLIC_KEY: ['old', 'pub'], PRIVATE_KEY: ['gone', 'private'] }
  expect(await judge(`pub|${mac(PAYLOAD)}`, both)).toBe('PRIVATE_KEY[1]')
  expect(await judge(`third|${mac(PAYLOAD)}`, both)).toEqual(ABSENT)
})
