/** SDKs whose proofs are signatures of the rarer kinds, generated and put to the test. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryInput } from '../../../templates/runtime/delivery-input.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'

const ed = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519')
const pem = (pair: typeof ed) => pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const raw = ed.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
const jwks = (...pairs: readonly (typeof ed)[]) =>
  JSON.stringify({
    keys: pairs.map(({ publicKey }, index) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid: `k${index}`,
    })),
  })
const mac = (text: string, key = 'key') => createHmac('sha256', key).update(text).digest('hex')
const made = (text: string, pair = ed) => sign(null, Buffer.from(text), pair.privateKey)

const signature = { from: '{header:x-sig}', encoding: 'hex' }
const pair = (key: object) => ({
  type: 'signature',
  alg: 'ed25519',
  key,
  content: '{body}',
  signature,
})
const hmac = (more: object) => ({
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature,
  ...more,
})

const AUTHS = {
  plain: hmac({}),
  constant: pair({ constant: pem(ed) }),
  byid: hmac({ key: { byId: '{header:x-key}', of: { secret: 'KEY' } } }),
  set: pair({ secret: 'KEY', encoding: 'jwks', kid: '{header:x-key}' }),
  both: { type: 'standardWebhooks', versions: ['v1', 'v1a'] },
  tokens: { forEach: '/value', type: 'check', value: '{item:/state}', equals: '{secret:STATE}' },
  graph: { allOf: [hmac({}), { forEach: '/value', type: 'bearer', secret: 'TOKEN' }] },
  part: hmac({
    content: '{part:time}{part:token}',
    signature: { from: '{part:sig}', encoding: 'hex' },
  }),
  listed: hmac({
    content: [
      '{method}\n',
      {
        params: 'headers',
        names: '{header:x-names}',
        kv: ': ',
        sep: '\n',
        end: '\n',
        lowerNames: true,
      },
      '{body|sha384|hex}',
    ],
  }),
  mixed: hmac({ content: '{body|hmac-sha256:INNER|hex}' }),
  seed: pair({ secret: 'KEY', derive: 'repeat32' }),
}

let out: string

beforeAll(async () => {
  const files = Object.entries(AUTHS).flatMap(([name, auth]) => [
    [
      `${name}/webhooks.json`,
      {
        auth,
        events: { type: 'any' },
        contentTypes: ['application/json', 'multipart/form-data', ''],
      },
    ],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

const judge = async (
  name: keyof typeof AUTHS,
  secrets: ReceiverOptions['secrets'],
  given: DeliveryInput,
) => {
  const { createReceiver } = await loadSdk(out, name)
  const receiver = createReceiver({
    ...(secrets === undefined ? {} : { secrets }),
    clock: () => 1_700_000_000_000,
  })
  return receiver.verify({ method: 'POST', url: 'https://a.example/p', ...given }).then(
    ({ secretId }) => secretId ?? 'accepted',
    (error: { code?: string }) => error.code,
  )
}
const body = '{"a":1}'
const sent = (sig: string, headers: Record<string, string> = {}) => ({
  headers: { 'x-sig': sig, ...headers },
  body,
})

test('a published key is baked in', async () => {
  expect(await judge('constant', undefined, sent(made(body).toString('hex')))).toBe('accepted')
  expect(await judge('constant', undefined, sent(made(body, other).toString('hex')))).toBe(
    'ERR_PROOF_INVALID',
  )
})

test('a key by id', async () => {
  const secrets = { KEY: { a: 'key', b: 'other' } }
  expect(await judge('byid', secrets, sent(mac(body), { 'x-key': 'a' }))).toBe('KEY.a')
  expect(await judge('byid', secrets, sent(mac(body), { 'x-key': 'b' }))).toBe('ERR_PROOF_INVALID')
  expect(await judge('byid', { KEY: () => secrets.KEY }, sent(mac(body), { 'x-key': 'a' }))).toBe(
    'KEY.a',
  )
  await expect(judge('byid', { KEY: 'key' }, sent(''))).rejects.toMatchObject({
    code: 'ERR_SECRET_INVALID',
  })
})

test('a key out of a set, by its kid', async () => {
  const secrets = { KEY: jwks(ed, other) }
  expect(await judge('set', secrets, sent(made(body).toString('hex'), { 'x-key': 'k0' }))).toBe(
    'KEY',
  )
  expect(await judge('set', secrets, sent(made(body).toString('hex'), { 'x-key': 'k1' }))).toBe(
    'ERR_PROOF_INVALID',
  )
})

describe('Standard Webhooks, both versions', () => {
  const content = `m.1700000000.${body}`
  const key = Buffer.alloc(32, 7)
  const v1 = createHmac('sha256', key).update(content).digest('base64')
  const v1a = made(content).toString('base64')
  const delivery = (list: string) => ({
    headers: { 'webhook-id': 'm', 'webhook-timestamp': '1700000000', 'webhook-signature': list },
    body,
  })
  const shared = `whsec_${key.toString('base64')}`
  const published = `whpk_${raw.toString('base64')}`

  test.each([
    ['v1', { SECRET: shared }, `v1,${v1}`, 'SECRET'],
    ['v1a', { SECRET: published }, `v1,AAAA v1a,${v1a}`, 'SECRET'],
    ['v1a for who has the shared secret', { SECRET: shared }, `v1a,${v1a}`, 'ERR_PROOF_INVALID'],
    [
      'v1 made with the public key',
      { SECRET: published },
      `v1,${createHmac('sha256', raw).update(content).digest('base64')}`,
      'ERR_PROOF_INVALID',
    ],
    [
      'one of each, while the sender moves over',
      { SECRET: [shared, published] },
      `v1a,${v1a}`,
      'SECRET[1]',
    ],
  ])('%s', async (_name, secrets, list, want) => {
    expect(await judge('both', secrets, delivery(list))).toBe(want)
  })
})

test('a token in every element', async () => {
  const secrets = { STATE: ['old', 's'] }
  expect(
    await judge('tokens', secrets, {
      headers: {},
      body: '{"value":[{"state":"s"},{"state":"s"}]}',
    }),
  ).toBe('STATE[1]')
  expect(
    await judge('tokens', secrets, { headers: {}, body: '{"value":[{"state":"s"},{}]}' }),
  ).toBe('ERR_PROOF_INVALID')
})

test('fields of a multipart form', async () => {
  const text = ['time', 'token', 'sig']
    .map(
      (name, index) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${['1', 't', mac('1t')][index]}\r\n`,
    )
    .join('')
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  expect(await judge('part', { KEY: 'key' }, { headers, body: `${text}--b--` })).toBe('KEY')
  expect(
    await judge(
      'part',
      { KEY: 'key' },
      { headers, body: `${text.replace('\r\n1\r\n', '\r\n2\r\n')}--b--` },
    ),
  ).toBe('ERR_PROOF_INVALID')
})

test('the headers that the sender lists', async () => {
  const digest = '9fa5cd9a1e8a2e2a5cb1ee9bf0b1f5b7'
  const { createHash } = await import('node:crypto')
  const content = `POST\nx-b: 2\nx-a: 1\n${createHash('sha384').update(body).digest('hex')}`
  const headers = { 'x-names': 'X-B,x-a', 'x-a': '1', 'x-b': '2', 'x-other': digest }
  expect(await judge('listed', { KEY: 'key' }, sent(mac(content), headers))).toBe('KEY')
  expect(
    await judge('listed', { KEY: 'key' }, sent(mac(content), { ...headers, 'x-a': '3' })),
  ).toBe('ERR_PROOF_INVALID')
})

test('a secret inside the content rotates as others do', async () => {
  const secrets = { KEY: 'key', INNER: ['old', 'inner'] }
  expect(await judge('mixed', secrets, sent(mac(mac(body, 'inner'))))).toBe('KEY')
  expect(await judge('mixed', secrets, sent(mac(mac(body, 'wrong'))))).toBe('ERR_PROOF_INVALID')
})

test('an Ed25519 key that both sides derive from one secret', async () => {
  const { importEd25519Seed } = await import('../../../templates/runtime/auth/ed25519-seed.js')
  const seed = Buffer.from('secret'.repeat(6).slice(0, 32))
  const bytes = await importEd25519Seed(new Uint8Array(seed)).sign([Buffer.from(body)])
  expect(await judge('seed', { KEY: 'secret' }, sent(Buffer.from(bytes).toString('hex')))).toBe(
    'KEY',
  )
  expect(await judge('seed', { KEY: 'wrong' }, sent(Buffer.from(bytes).toString('hex')))).toBe(
    'ERR_PROOF_INVALID',
  )
})
