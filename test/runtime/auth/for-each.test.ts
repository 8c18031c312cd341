/** A proof that every element has to hold. */
import { describe, expect, test } from 'vitest'
import { check } from '../../../templates/runtime/auth/check.js'
import { forEach, forList } from '../../../templates/runtime/auth/for-each.js'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { secretKey } from '../../../templates/runtime/auth/keys.js'
import { signature } from '../../../templates/runtime/auth/signature.js'
import { equalsAny } from '../../../templates/runtime/expr/compare.js'
import { fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { itemJson } from '../../../templates/runtime/expr/item.js'
import { bodyJson } from '../../../templates/runtime/expr/json.js'
import { pick } from '../../../templates/runtime/expr/pick.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import { delivery } from '../expr/deliveries.js'
import { fixed, judge, NOW, secretsOf } from './proofs.js'
import { mac } from './signatures.js'

const SECRETS = { KEY: ['old', 'key'] }
const CONTEXT = { secrets: secretsOf({}), now: NOW }

/** Each element has its own signature over its amount and the batch's id. */
const proof = forEach(
  '/items',
  signature({
    candidates: { inBody: (d) => pick([itemJson(d, '/sig')], { max: 16 }) },
    decode: fromHex,
    contents: (d) => [parts(bodyJson(d, '/id'), ':', itemJson(d, '/amount'))],
    algorithm: hmacSignature('SHA-256', secretKey('KEY', { decode: fromUtf8 })),
  }),
)
const item = (amount: string, key = 'key') =>
  `{"amount":${amount},"sig":"${mac(`7:${amount}`, key)}"}`
const batch = (...items: readonly string[]) => ({ body: `{"id":7,"items":[${items.join(' , ')}]}` })

describe('every element has to hold', () => {
  test.each([
    ['one', [item('1')], 'KEY[1]'],
    ['numbers as they were sent', [item('1.0'), item('1e2'), item('-0')], 'KEY[1]'],
    ['keys of different ages: the first is told', [item('1', 'old'), item('2')], 'KEY[0]'],
    ['the last one is forged', [item('1'), item('2', 'wrong')], 'ERR_PROOF_INVALID'],
    ['the first one is unsigned', ['{"amount":1}', item('2')], 'ERR_PROOF_MISSING'],
    ['one is no object', [item('1'), '1'], 'ERR_PROOF_MISSING'],
    ['one is null', [item('1'), 'null'], 'ERR_PROOF_MISSING'],
  ])('%s', async (_name, items, want) => {
    expect(await judge(proof, batch(...items), SECRETS)).toBe(want)
  })

  test('1,000 elements are verified, and one more is refused', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => item(String(index)))
    expect(await judge(proof, batch(...all), SECRETS)).toBe('KEY[1]')
    expect(await judge(proof, batch(...all, item('1000')), SECRETS)).toBe('ERR_PROOF_INVALID')
  })
})

test.each([
  ['an empty list', '{"items":[]}'],
  ['no list', '{}'],
  ['null', '{"items":null}'],
  ['an object', '{"items":{"0":{}}}'],
  ['a text', '{"items":"x"}'],
  ['a body that is no JSON', '{"items":['],
  ['an empty body', ''],
])('mistake 37: %s does not mean that all are verified', async (_name, body) => {
  expect(await judge(proof, { body }, SECRETS)).toBe('ERR_PROOF_INVALID')
  for (const each of [forEach, forList]) {
    const always = each('/items', check({ holds: () => true }))
    expect(await judge(always, { body })).toBe('ERR_PROOF_INVALID')
  }
})

describe('a proof that reads nothing of the elements', () => {
  const body = '{"items":[1,2,3]}'

  test('is judged once for all of them, and keeps what it found', async () => {
    const claims = new Uint8Array()
    const { proof: one, asked } = fixed({ accepted: true, secretId: 'A', claims })
    const verdict = await forList('/items', one).verify(delivery({ body }), CONTEXT)
    expect(verdict).toEqual({ accepted: true, secretId: 'A', claims })
    expect(asked).toEqual(['verify'])
  })

  test('refuses before the list is looked for', async () => {
    const refused = { accepted: false, code: 'ERR_PROOF_MISSING', reason: 'r' } as const
    expect(await judge(forList('/items', fixed(refused).proof), { body: '{' })).toBe(refused.code)
  })

  test('has no longer lists than any other', async () => {
    const always = forList('', check({ holds: () => true }))
    const list = (length: number) => JSON.stringify(Array.from({ length }, () => 0))
    expect(await judge(always, { body: list(1000) })).toBe('accepted')
    expect(await judge(always, { body: list(1001) })).toBe('ERR_PROOF_INVALID')
  })
})

test('what the token of one element says is not said of all', async () => {
  const { proof: one } = fixed({ accepted: true, secretId: 'A', claims: new Uint8Array() })
  const verdict = await forEach('', one).verify(delivery({ body: '[1]' }), CONTEXT)
  expect(verdict).toEqual({ accepted: true, secretId: 'A' })
})

test('the body itself may be the list', async () => {
  const token = forEach('', check({ holds: (d) => equalsAny(itemJson(d, '/state'), ['s']) }))
  expect(await judge(token, { body: '[{"state":"s"},{"state":"s"}]' })).toBe('accepted')
  expect(await judge(token, { body: '[{"state":"s"},{"state":"t"}]' })).toBe('ERR_PROOF_INVALID')
})

test('outside of forEach there is no element', async () => {
  const token = check({ holds: (d) => itemJson(d, '') === undefined })
  expect(await judge(token, { body: '["x"]' })).toBe('accepted')
})
