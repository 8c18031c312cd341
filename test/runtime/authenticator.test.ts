/** Judging by one scheme or by any of several: what is not accepted is refused. */
import { expect, test } from 'vitest'
import type { Scheme } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, hmacProof, hmacScheme, paid, sign } from './acme.js'

const two = [hmacScheme('old', 'OLD', 'x-old'), hmacScheme('new', 'NEW', 'x-new')]
const both = { accept: 'any', secrets: { OLD: 'o', NEW: ['x', 'n'] } } as const
const text = JSON.stringify(paid)
const migrating: [name: string, headers: Record<string, string>, want: string][] = [
  ['the first proof', { 'x-old': sign(text, 'o') }, 'OLD'],
  ['the second proof', { 'x-new': sign(text, 'n') }, 'NEW[1]'],
  ['a wrong first and a right second', { 'x-old': 'ab', 'x-new': sign(text, 'n') }, 'NEW[1]'],
  ['none', {}, 'ERR_PROOF_MISSING'],
  ['a wrong one', { 'x-new': 'ab' }, 'ERR_PROOF_INVALID'],
  ['two wrong ones', { 'x-old': 'ab', 'x-new': 'ab' }, 'ERR_PROOF_INVALID'],
  ['the secret of the other', { 'x-old': sign(text, 'n') }, 'ERR_PROOF_INVALID'],
]
test.each(migrating)("accept: 'any' with %s", async (_name, headers, want) => {
  const { verify } = createReceiverFrom(acme({ schemes: two }), both)
  const result = await verify({ headers, body: text }).catch((error) => ({ secretId: error.code }))
  expect(result.secretId).toBe(want)
})

test('of several refusals the first counts', async () => {
  const stale = {
    ...hmacScheme('old', 'OLD', 'x-old'),
    proof: {
      ...hmacProof('OLD', 'x-old'),
      verify: () =>
        ({ accepted: false, code: 'ERR_TIMESTAMP_OUT_OF_RANGE', reason: 'too old' }) as const,
    },
  }
  const schemes = [stale, hmacScheme('new', 'NEW', 'x-new')]
  const { verify } = createReceiverFrom(acme({ schemes }), both)
  await expect(
    verify({ headers: { 'x-old': 'ab', 'x-new': 'ab' }, body: text }),
  ).rejects.toMatchObject({ code: 'ERR_TIMESTAMP_OUT_OF_RANGE', message: 'too old' })
})

test('one scheme is the only one that counts', async () => {
  const { verify } = createReceiverFrom(acme({ schemes: two }), { secret: 'o' })
  await expect(verify({ headers: { 'x-new': sign(text, 'n') }, body: text })).rejects.toMatchObject(
    { code: 'ERR_PROOF_MISSING' },
  )
})

test('a rotating secret reports which value matched', async () => {
  const secret = [{ id: 'new', value: 'n' }, 'o']
  const { verify } = createReceiverFrom(acme(), { secret })
  const withSecret = (value: string) =>
    verify({ headers: { 'x-signature': sign(text, value) }, body: text })
  expect([(await withSecret('n')).secretId, (await withSecret('o')).secretId]).toEqual([
    'new',
    'KEY[1]',
  ])
})

const broken: [name: string, verify: () => unknown, code: string][] = [
  ['throws what JSON does not parse', () => JSON.parse('{'), 'ERR_INTERNAL'],
  [
    'overflows',
    () => {
      throw new RangeError('Maximum call stack size exceeded')
    },
    'ERR_PROOF_INVALID',
  ],
  ['answers nothing', () => ({}), 'ERR_INTERNAL'],
  [
    'answers a truthy value',
    () => ({ accepted: 1, code: 'ERR_PROOF_INVALID', reason: 'r' }),
    'ERR_PROOF_INVALID',
  ],
]
test.each(broken)('a proof that %s accepts nothing', async (_name, verify, code) => {
  // Sound: the point is what the type forbids.
  const proof = { ...hmacScheme().proof, verify: verify as Scheme['proof']['verify'] }
  const receiver = createReceiverFrom(acme({ schemes: [{ ...hmacScheme(), proof }] }), {
    secret: 'a',
  })
  await expect(receiver.verify(deliver(paid))).rejects.toMatchObject({ code })
})

test('a proof that reads a body that is no JSON is refused as a proof', async () => {
  const proof = {
    ...hmacScheme().proof,
    verify: (delivery: { json: () => unknown }) => {
      delivery.json()
      return { accepted: true, secretId: undefined } as const
    },
  }
  const receiver = createReceiverFrom(acme({ schemes: [{ ...hmacScheme(), proof }] }), {
    secret: 'a',
    logger: { warn: () => undefined, error: () => undefined },
  })
  expect(await receiver.receive(deliver('nope'))).toMatchObject({
    response: { status: 401 },
    error: { code: 'ERR_PROOF_INVALID', message: 'the proof cannot be read' },
  })
})
