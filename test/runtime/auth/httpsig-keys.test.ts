/** The key id of a message signature chooses among the keys, and brings none in. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'

const pairs = { a: generateKeyPairSync('ed25519'), b: generateKeyPairSync('ed25519') }
const SET = {
  keys: Object.entries(pairs).map(([kid, { publicKey }]) => {
    return { ...publicKey.export({ format: 'jwk' }), kid }
  }),
}
const PEMS = Object.fromEntries(
  Object.entries(pairs).map(([id, { publicKey }]) => {
    return [id, publicKey.export({ format: 'pem', type: 'spki' }).toString()]
  }),
)
const URL = 'https://keys.example.com/'

const httpsig = (alg: string, key: object) => ({ type: 'httpsig', algs: [alg], key })

const AUTH = {
  shared: httpsig('hmac-sha256', { byId: '{keyid}', of: { secret: 'KEY' } }),
  pems: httpsig('ed25519', { byId: '{keyid}', of: { secret: 'KEY' } }),
  given: httpsig('ed25519', { secret: 'KEY', encoding: 'jwks', kid: '{keyid}' }),
  fetched: httpsig('ed25519', { jwks: `${URL}jwks` }),
  single: httpsig('ed25519', { url: `${URL}{kid}`, json: '/key', encoding: 'jwk' }),
}

let out: string

beforeAll(async () => {
  const files = Object.entries(AUTH).flatMap(([name, auth]) => [
    [`${name}/webhooks.json`, { auth, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, 60_000)

/** As the provider's API answers; every request is noted. */
function api() {
  const asked: string[] = []
  const fetch: ReceiverOptions['fetch'] = async (input) => {
    const path = String(input).slice(URL.length)
    asked.push(path)
    if (path === 'jwks') return Response.json(SET)
    const key = SET.keys.find(({ kid }) => kid === path)
    return key === undefined ? new Response('', { status: 404 }) : Response.json({ key })
  }
  return { asked, fetch }
}

const options: Readonly<Record<keyof typeof AUTH, ReceiverOptions>> = {
  shared: { secrets: { KEY: { a: 'key a', b: 'key b' } } },
  pems: { secrets: { KEY: PEMS } },
  given: { secrets: { KEY: JSON.stringify(SET) } },
  fetched: {},
  single: {},
}

type Maker = (base: Buffer) => Buffer
const byPair =
  ({ privateKey }: { readonly privateKey: KeyObject }): Maker =>
  (base) =>
    sign(null, base, privateKey)
const byKey =
  (key: string): Maker =>
  (base) =>
    createHmac('sha256', key).update(base).digest()

async function verify(name: keyof typeof AUTH, make: Maker, params: string, fetch = api().fetch) {
  const { createReceiver } = await loadSdk(out, name)
  const input = `("@method")${params}`
  const base = `"@method": POST\n"@signature-params": ${input}`
  const headers = {
    'signature-input': `s=${input}`,
    signature: `s=:${make(Buffer.from(base)).toString('base64')}:`,
  }
  const { verify } = createReceiver({ ...options[name], fetch })
  return verify({ method: 'POST', url: 'https://me.example/', headers, body: '{}' })
}

const REFUSED = { code: 'ERR_PROOF_INVALID', status: 401 }

describe.each(Object.keys(AUTH) as (keyof typeof AUTH)[])('%s', (name) => {
  const [a, b] =
    name === 'shared' ? [byKey('key a'), byKey('key b')] : [byPair(pairs.a), byPair(pairs.b)]

  test('the key that is named made it', async () => {
    await expect(verify(name, a, ';keyid="a"')).resolves.toHaveProperty('coverage')
    await expect(verify(name, b, ';keyid="b"')).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['another key than the one named', b, ';keyid="a"'],
    ['one that nobody knows', a, ';keyid="c"'],
    ['an id that is no text', a, ';keyid=a'],
  ])('refused: %s', async (_name, make, params) => {
    await expect(verify(name, make, params)).rejects.toMatchObject(REFUSED)
  })
})

test('a key id cannot lead to another path, nor cost a request for each delivery', async () => {
  const { asked, fetch } = api()
  await expect(verify('single', byPair(pairs.a), ';keyid="../x?y"', fetch)).rejects.toMatchObject(
    REFUSED,
  )
  expect(asked).toEqual(['..%2Fx%3Fy'])
})
