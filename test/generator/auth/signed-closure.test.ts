/** What an SDK holds of the runtime, and which URL it goes by. */
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'

const constant = generateKeyPairSync('ed25519')
  .publicKey.export({ format: 'pem', type: 'spki' })
  .toString()
const mac = (text: string) => createHmac('sha256', 'key').update(text).digest('hex')

const signature = { from: '{header:x-sig}', encoding: 'hex' }
const pair = (key: object) => ({
  type: 'signature',
  alg: 'ed25519',
  key,
  content: '{body}',
  signature,
})
const hmac = (more: object) => ({ ...pair({ secret: 'KEY' }), alg: 'hmac-sha256', ...more })

const AUTHS = {
  plain: hmac({}),
  constant: pair({ constant }),
  byid: hmac({ key: { byId: '{header:x-key}', of: { secret: 'KEY' } } }),
  set: pair({ secret: 'KEY', encoding: 'jwks' }),
  seed: pair({ secret: 'KEY', derive: 'repeat32' }),
  url: hmac({ content: '{url|noQuery}|{url|percentDecode::/}|{url|qsh}|{body|crc32}' }),
}

let out: string

beforeAll(async () => {
  const files = Object.entries(AUTHS).flatMap(([name, auth]) => [
    [`${name}/webhooks.json`, { auth, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

const judge = async (given: { url: string; headers: Record<string, string>; body: string }) => {
  const { createReceiver } = await loadSdk(out, 'url')
  const verdict = createReceiver({ secrets: { KEY: 'key' } }).verify({ method: 'POST', ...given })
  return verdict.then(
    ({ secretId }) => secretId,
    (error: { code?: string }) => error.code,
  )
}
const body = '{"a":1}'

test('mistake 30: the URL is the one given or configured, whatever the request says of its host', async () => {
  const content = 'https://a.example/p|https://a.example/p?x=%20:|POST&/p&x=%20%3A|1444654255'
  const given = {
    url: 'https://a.example/p?x=%20%3A',
    headers: { 'x-sig': mac(content), 'x-forwarded-host': 'evil.example', host: 'evil.example' },
    body,
  }
  expect(await judge(given)).toBe('KEY')
  expect(await judge({ ...given, url: 'https://evil.example/p?x=%20%3A' })).toBe(
    'ERR_PROOF_INVALID',
  )
  const { createReceiver } = await loadSdk(out, 'url')
  const logged: string[] = []
  const logger = {
    warn: () => {},
    error: (...line: unknown[]) => void logged.push(JSON.stringify(line)),
  }
  const request = new Request(given.url, { method: 'POST', headers: given.headers, body })
  const response = await createReceiver({ secrets: { KEY: 'key' }, logger }).fetch(request)
  expect(response.status).toBe(500)
  expect(logged.join()).toContain('ERR_PUBLIC_URL_MISSING')
})

test('each SDK holds what its own proof needs, and nothing of the others', () => {
  const held = (name: string) =>
    [
      'hmac',
      'mac',
      'asymmetric',
      'ed25519',
      'rsa',
      'rsa-pss',
      'ecdsa',
      'der',
      'pem',
      'jwk',
      'key-choice',
      'for-each',
      'ed25519-seed',
    ].filter((file) => existsSync(join(out, name, `src/runtime/auth/${file}.ts`)))
  expect(held('plain')).toEqual(['hmac', 'mac'])
  // PEM is for the private half that `/testing` signs with.
  expect(held('constant')).toEqual(['asymmetric', 'ed25519', 'der', 'pem'])
  expect(held('set')).toEqual(['asymmetric', 'ed25519', 'der', 'pem', 'jwk'])
  expect(held('byid')).toEqual(['hmac', 'mac', 'key-choice'])
  expect(held('seed')).toEqual(['mac', 'ed25519-seed'])
  for (const file of ['params', 'multipart', 'crc32', 'qsh', 'item', 'url-filters', 'keyed']) {
    expect(existsSync(join(out, 'plain', `src/runtime/expr/${file}.ts`))).toBe(false)
  }
})
