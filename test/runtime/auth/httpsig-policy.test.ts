/** What a message signature has to say and to cover: its times, its components and the body's digest. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type HttpSignatureRule, httpSignature } from '../../../templates/runtime/auth/httpsig.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import {
  BODY,
  DIGEST,
  hmac,
  judge,
  NOW_SECONDS,
  RULE,
  secretsOf,
  signed,
} from './message-signatures.js'

const ACCEPTED = 'accepted by KEY'
const NO_SECRET = 'ERR_PROOF_INVALID no secret made this message signature'

const ofMethod = (params: string) => signed(['"@method": POST'], `("@method")${params}`)

const created = { past: 300, future: 60 }
const times: [name: string, params: string, rule: Partial<HttpSignatureRule>, want: string][] = [
  ['not asked for', ';created=1', {}, ACCEPTED],
  ['at the end of the past', `;created=${NOW_SECONDS - 300}`, { created }, ACCEPTED],
  [
    'too old',
    `;created=${NOW_SECONDS - 301}`,
    { created },
    'ERR_TIMESTAMP_OUT_OF_RANGE the message signature was made 301 seconds behind the clock of the receiver, and 300 are allowed',
  ],
  ['at the end of the future', `;created=${NOW_SECONDS + 60}`, { created }, ACCEPTED],
  [
    'too new',
    `;created=${NOW_SECONDS + 61}`,
    { created },
    'ERR_TIMESTAMP_OUT_OF_RANGE the message signature was made 61 seconds ahead of the clock of the receiver, and 60 are allowed',
  ],
  [
    'missing',
    '',
    { created },
    'ERR_TIMESTAMP_OUT_OF_RANGE the message signature does not say when it was made',
  ],
  [
    'a text',
    `;created="${NOW_SECONDS}"`,
    { created },
    'ERR_TIMESTAMP_OUT_OF_RANGE created and expires must be whole seconds',
  ],
  [
    'a fraction',
    `;created=${NOW_SECONDS}.5`,
    { created },
    'ERR_TIMESTAMP_OUT_OF_RANGE created and expires must be whole seconds',
  ],
  ['expires in this very second', `;expires=${NOW_SECONDS}`, {}, ACCEPTED],
  [
    'expired, though nobody asked',
    `;expires=${NOW_SECONDS - 1}`,
    {},
    'ERR_TIMESTAMP_OUT_OF_RANGE the message signature expired 1 seconds ago',
  ],
  [
    'no expiry where one is demanded',
    '',
    { expires: true },
    'ERR_TIMESTAMP_OUT_OF_RANGE the message signature does not say when it expires',
  ],
  ['the expiry that is demanded', `;expires=${NOW_SECONDS + 9}`, { expires: true }, ACCEPTED],
]

test.each(times)('time: %s', async (_name, params, rule, want) => {
  expect(await judge(ofMethod(params), rule)).toBe(want)
})

test('who cannot sign learns nothing of the clock', async () => {
  const headers = signed(['"@method": PUT'], '("@method");created=1')
  expect(await judge(headers, { created })).toBe(NO_SECRET)
})

const NO_NONCE = 'ERR_PROOF_INVALID the message signature bears no nonce'

test.each([
  ['one', ';nonce="n"', ACCEPTED],
  ['none', '', NO_NONCE],
  ['an empty one', ';nonce=""', NO_NONCE],
  ['a number', ';nonce=1', NO_NONCE],
])('a nonce is demanded: %s', async (_name, params, want) => {
  expect(await judge(ofMethod(params), { nonce: true })).toBe(want)
})

test('the nonce that was signed is told, demanded or not', async () => {
  const verdictOf = async (headers: [string, string][]) => {
    const proof = httpSignature({ ...RULE, algorithms: new Map([['hmac-sha256', hmac]]) })
    const delivery = createDelivery(readHead({ headers }, []), new Uint8Array())
    return proof.verify(delivery, { secrets: await secretsOf(), now: 0 })
  }
  expect(await verdictOf(ofMethod(';nonce="n"'))).toEqual({
    accepted: true,
    secretId: 'KEY',
    nonce: 'n',
  })
  expect(await verdictOf(ofMethod(''))).toEqual({ accepted: true, secretId: 'KEY' })
  const forged = signed(['"@method": PUT'], '("@method");nonce="n"')
  expect(await verdictOf(forged)).not.toHaveProperty('nonce')
})

const ofDigest = (digest: string, input = '("content-digest")'): [string, string][] => [
  ...signed([`"content-digest": ${digest}`], input),
  ['content-digest', digest],
]
const NOT_THE_BODY = 'ERR_PROOF_INVALID the content digest is not the one of the body'
const NO_DIGEST = 'ERR_PROOF_INVALID the message signature does not cover "content-digest"'
const OTHER = `sha-256=:${'A'.repeat(43)}=:`
const SHA512 = `sha-512=:${createHmac('sha512', '').update('').digest('base64')}:`

const digests: [name: string, headers: [string, string][], digest: boolean, want: string][] = [
  ['of the body', ofDigest(DIGEST), true, ACCEPTED],
  ['of another body, though only covered', ofDigest(OTHER), false, NOT_THE_BODY],
  ['right and wrong', ofDigest(`${DIGEST}, ${SHA512}`), true, NOT_THE_BODY],
  ['right, and one that nobody knows', ofDigest(`${DIGEST}, md5=:AAAA:`), true, ACCEPTED],
  ['only one that nobody knows', ofDigest('md5=:AAAA:'), true, NOT_THE_BODY],
  ['a text', ofDigest('sha-256="x"'), true, NOT_THE_BODY],
  ['malformed', ofDigest('sha-256=:x'), true, NOT_THE_BODY],
  ['there, and not covered', [...ofMethod(''), ['content-digest', DIGEST]], true, NO_DIGEST],
  ['absent', ofMethod(''), true, NO_DIGEST],
  [
    'covered by the member that counts',
    [
      ...signed(
        [`"content-digest";key="sha-256": ${DIGEST.slice('sha-256='.length)}`],
        '("content-digest";key="sha-256")',
      ),
      ['content-digest', DIGEST],
    ],
    true,
    ACCEPTED,
  ],
  [
    'covered by a member that counts for nothing',
    [
      ...signed(['"content-digest";key="md5": :AAAA:'], '("content-digest";key="md5")'),
      ['content-digest', `${DIGEST}, md5=:AAAA:`],
    ],
    true,
    NO_DIGEST,
  ],
]

test.each(digests)('mistake 39: a digest %s', async (_name, headers, digest, want) => {
  expect(await judge(headers, { digest })).toBe(want)
})

test('mistake 39: a signature that covers nothing is refused where something is required', async () => {
  const empty = signed([], '()')
  expect(await judge(empty)).toBe(ACCEPTED)
  const want = 'ERR_PROOF_INVALID the message signature does not cover "@method"'
  expect(await judge(empty, { require: ['"@method"'] })).toBe(want)
})

test('a required component is meant with its parameters', async () => {
  const headers: [string, string][] = [...signed(['"x";key="a": 1'], '("x";key="a")'), ['x', 'a=1']]
  expect(await judge(headers, { require: ['"x";key="a"'] })).toBe(ACCEPTED)
  const want = 'ERR_PROOF_INVALID the message signature does not cover "x"'
  expect(await judge(headers, { require: ['"x"'] })).toBe(want)
})

test('the changed body is found by its digest', async () => {
  const changed = { body: BODY.replace('world', 'w0rld') }
  expect(await judge(ofDigest(DIGEST), { digest: true }, changed)).toBe(NOT_THE_BODY)
})
