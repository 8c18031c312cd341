/** Certificates whose URL the delivery names. */
import { expect, test } from 'vitest'
import { certificateKeys } from '../../../templates/runtime/auth/remote-certificate.js'
import { isWebhookError } from '../../../templates/runtime/errors.js'
import { issue, LEAF } from '../remote/certificates.js'
import { keyServer, PROVIDER, sendStatus } from '../remote/server.js'
import { delivery, secrets } from './tokens.js'

const root = issue({ name: 'root' })
const leaf = issue({
  name: 'leaf',
  issuer: root,
  extensions: [...LEAF, 'subjectAltName=DNS:signer.example.com'],
})
const stranger = issue({ name: 'leaf', extensions: LEAF })

const RULE = {
  hosts: ['keys.example.com', 'sns.*.example.org'],
  path: '^(?:/[a-z0-9-]+\\.pem)$',
  names: [],
  roots: undefined,
  perMinute: 3,
}
const DAY = 86_400_000

function source(url: string | undefined, rule: object = {}) {
  return certificateKeys({ ...RULE, ...rule, url: () => url })
}

async function find(
  url: string | undefined,
  pem: string | undefined,
  more: { rule?: object; now?: number } = {},
) {
  const server = await keyServer((_request, response) => {
    if (pem === undefined) sendStatus(404)(_request, response)
    else response.end(pem)
  })
  const context = {
    secrets: secrets({ ROOT: root.pem }),
    now: more.now ?? Date.now() + 60_000,
    remote: server.remote,
  }
  const request = { delivery: delivery('x'), context }
  try {
    const keys = await source(url, more.rule).find(context.secrets, request)
    return { keys: keys.length, requests: server.requests.length }
  } catch (error) {
    return isWebhookError(error) ? error.message : error
  }
}

const URL = `${PROVIDER}/signing-1.pem`

test('a certificate from a pinned host', async () => {
  expect(await find(URL, leaf.pem)).toEqual({ keys: 1, requests: 1 })
})

const strange: readonly (string | undefined)[] = [
  undefined,
  '',
  'signing-1.pem',
  'http://keys.example.com/signing-1.pem',
  'https://keys.example.com:8443/signing-1.pem',
  'https://keys.example.com:443/signing-1.pem',
  'https://user@keys.example.com/signing-1.pem',
  'https://keys.example.com.attacker.example/signing-1.pem',
  'https://attacker.example/keys.example.com/signing-1.pem',
  'https://attacker.example#keys.example.com/signing-1.pem',
  'https://keys.example.com\\@attacker.example/signing-1.pem',
  'https://sub.keys.example.com/signing-1.pem',
  'https://sns.a.b.example.org/signing-1.pem',
  'https://sns..example.org/signing-1.pem',
  'https://KEYS.example.com/signing-1.pem',
  'https://keys.example.com./signing-1.pem',
  'https://keys.example.com/../signing-1.pem',
  'https://keys.example.com/a/signing-1.pem',
  'https://keys.example.com/signing-1.pem?x=1',
  'https://keys.example.com/signing-1.pem#x',
  'https://keys.example.com/signing-1.pem\n',
  ' https://keys.example.com/signing-1.pem',
  'https://127.0.0.1/signing-1.pem',
  'https://[::1]/signing-1.pem',
  'file:///signing-1.pem',
]

test.each(strange)('mistake 21: no request goes to %j', async (url) => {
  expect(await find(url, leaf.pem)).toEqual({ keys: 0, requests: 0 })
})

test.each([
  ['before it begins', -2 * DAY],
  ['after it ended', 40 * DAY],
])('the certificate is judged by the clock of the receiver: %s', async (_name, shift) => {
  expect(await find(URL, leaf.pem, { now: Date.now() + shift })).toEqual({ keys: 0, requests: 1 })
})

test.each([
  ['the name that it bears', 'signer.example.com', 1],
  ['another name', 'other.example.com', 0],
])('%s', async (_name, name, keys) => {
  expect(await find(URL, leaf.pem, { rule: { names: [name] } })).toEqual({ keys, requests: 1 })
})

test.each([
  ['the certificate of a pinned root', leaf.pem, 1],
  ['the certificate of a stranger', stranger.pem, 0],
])('roots: %s', async (_name, pem, keys) => {
  expect(await find(URL, pem, { rule: { roots: 'ROOT' } })).toEqual({ keys, requests: 1 })
})

test('what is no certificate: 503', async () => {
  expect(await find(URL, '<html>')).toBe('127.0.0.1 gave no certificate')
})

test('a certificate that is not there proves nothing, and is not asked for again', async () => {
  expect(await find(URL, undefined)).toEqual({ keys: 0, requests: 1 })
})

test('mistake 23: names that the sender makes up cause as many requests as are allowed', async () => {
  const server = await keyServer(sendStatus(404))
  const context = { secrets: secrets({}), now: Date.now(), remote: server.remote }
  let number = 0
  const keys = certificateKeys({ ...RULE, url: () => `${PROVIDER}/random-${number++}.pem` })
  const outcomes = new Set<string>()
  for (let turn = 0; turn < 1000; turn++) {
    const found = keys.find(context.secrets, { delivery: delivery('x'), context })
    outcomes.add(await Promise.resolve(found).then(String, (error) => error.code))
  }
  expect(outcomes).toEqual(new Set(['', 'ERR_SECRET_UNAVAILABLE']))
  expect(server.requests).toHaveLength(3)
})
