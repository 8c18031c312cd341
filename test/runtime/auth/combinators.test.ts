/** Checks and combinators: who has to hold, who is asked, and which secret is told. */
import { describe, expect, test } from 'vitest'
import { allOf } from '../../../templates/runtime/auth/all-of.js'
import { anyOf } from '../../../templates/runtime/auth/any-of.js'
import { check } from '../../../templates/runtime/auth/check.js'
import { credentials } from '../../../templates/runtime/auth/credentials.js'
import { eachSecret } from '../../../templates/runtime/auth/each-secret.js'
import { switchProof } from '../../../templates/runtime/auth/switch.js'
import { unsigned } from '../../../templates/runtime/auth/unsigned.js'
import { accepted, invalid, missing, outOfRange } from '../../../templates/runtime/auth/verdict.js'
import { equalsAny } from '../../../templates/runtime/expr/compare.js'
import { fromBase64 } from '../../../templates/runtime/expr/encode.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { secret } from '../../../templates/runtime/expr/secret.js'
import { asText, join } from '../../../templates/runtime/expr/value.js'
import { delivery } from '../expr/deliveries.js'
import { fixed, judge, secretsOf } from './proofs.js'

const yes = (id?: string) => fixed(accepted(id))
const wrong = () => fixed(invalid('wrong'))
const absent = () => fixed(missing('absent'), false)
const late = () => fixed(outOfRange('late'))
const proofs = (...all: ReturnType<typeof fixed>[]) => all.map(({ proof }) => proof)
const branches = (...all: ReturnType<typeof fixed>[]) =>
  all.map(({ proof }) => ({ secrets: [], proof }))

describe('allOf', () => {
  test('holds where each holds, and tells the last secret', async () => {
    expect(await judge(allOf(proofs(yes('a'), yes('b'), yes())), {})).toBe('b')
    expect(await judge(allOf(proofs(yes())), {})).toBe('accepted')
  })
  test('is refused by the first that does not hold, and asks no further', async () => {
    const last = yes()
    expect(await judge(allOf(proofs(yes(), late(), last)), {})).toBe('ERR_TIMESTAMP_OUT_OF_RANGE')
    expect(last.asked).toEqual([])
  })
  test('is present where each is', () => {
    expect(allOf(proofs(yes(), absent())).present(delivery())).toBe(false)
    expect(allOf(proofs(yes(), wrong())).present(delivery())).toBe(true)
  })
  test('prepares each', () => {
    const all = [yes(), yes()]
    allOf(proofs(...all)).prepare(secretsOf({}))
    expect(all.map(({ asked }) => asked)).toEqual([['prepare'], ['prepare']])
  })
})

describe('anyOf', () => {
  const cases: [name: string, all: ReturnType<typeof fixed>[], want: string][] = [
    ['the first that holds is told', [wrong(), yes('b'), yes('c')], 'b'],
    ['none holds', [wrong(), absent()], 'ERR_PROOF_INVALID'],
    ['none is there', [absent(), absent()], 'ERR_PROOF_MISSING'],
    ['one is late', [late(), absent()], 'ERR_TIMESTAMP_OUT_OF_RANGE'],
  ]
  test.each(cases)('%s', async (_name, all, want) => {
    expect(await judge(anyOf(branches(...all)), {})).toBe(want)
  })
  test('is present where one is', () => {
    expect(anyOf(branches(absent(), yes())).present(delivery())).toBe(true)
    expect(anyOf(branches(absent(), absent())).present(delivery())).toBe(false)
  })

  const optional = () => {
    const [first, second] = [yes('A'), yes('B')]
    const proof = anyOf([
      { secrets: ['A'], proof: first.proof },
      { secrets: ['B', 'C'], proof: second.proof },
    ])
    return { proof, first, second }
  }
  test('a branch whose secret was not given drops out', async () => {
    const { proof, first, second } = optional()
    expect(await judge(proof, {}, { B: 'b', C: 'c' })).toBe('B')
    proof.prepare(secretsOf({ B: 'b', C: 'c' }))
    expect([first.asked, second.asked]).toEqual([[], ['verify', 'prepare']])
  })
  test('with no branch left, nothing is accepted and the receiver is not created', async () => {
    const { proof, first, second } = optional()
    expect(await judge(proof, {}, { C: 'c' })).toBe('ERR_PROOF_MISSING')
    // Asked all the same: a refusal takes as long as for somebody who exists.
    for (const { asked } of [first, second]) expect(asked.splice(0)).toEqual(['verify'])
    const message = 'give at least one of A, B, C'
    const wanted = expect.objectContaining({ code: 'ERR_SECRET_INVALID', message })
    expect(() => proof.prepare(secretsOf({ C: 'c' }))).toThrow(wanted)
    expect([first.asked, second.asked]).toEqual([[], []])
  })
})

describe('switch', () => {
  const on = (value: string) => (d: Parameters<typeof header>[0]) => header(d, 'x-kind') === value
  const given = (kind: string) => ({ headers: { 'x-kind': kind } })

  test('the first case that applies is binding', async () => {
    const [strict, lax, rest] = [wrong(), yes('lax'), yes('rest')]
    const proof = switchProof(
      [
        { when: on('a'), proof: strict.proof },
        { when: async () => true, proof: lax.proof },
      ],
      rest.proof,
    )
    expect(await judge(proof, given('a'))).toBe('ERR_PROOF_INVALID')
    expect([lax.asked, rest.asked]).toEqual([[], []])
    expect(await judge(proof, given('b'))).toBe('lax')
  })
  test('what no case takes is refused, or left to the last resort', async () => {
    const cases = [{ when: on('a'), proof: yes('a').proof }]
    expect(await judge(switchProof(cases), given('b'))).toBe('ERR_PROOF_MISSING')
    expect(await judge(switchProof(cases, yes('rest').proof), given('b'))).toBe('rest')
  })
  test('is present where one case may be, and prepares all', () => {
    const [one, rest] = [absent(), yes()]
    const proof = switchProof([{ when: () => true, proof: one.proof }], rest.proof)
    expect(proof.present(delivery())).toBe(true)
    proof.prepare(secretsOf({}))
    expect([one.asked, rest.asked]).toEqual([['prepare'], ['prepare']])
  })
})

test('unsigned accepts whatever comes', async () => {
  unsigned.prepare(secretsOf({}))
  expect(unsigned.present(delivery())).toBe(true)
  expect(await judge(unsigned, {})).toBe('accepted')
})

describe('HTTP Basic', () => {
  const given = (d: Parameters<typeof header>[0]) =>
    asText(fromBase64(credentials(header(d, 'authorization'), 'Basic')))
  const basic = eachSecret(
    ['user', 'password'],
    check({
      isThere: (d) => given(d) !== undefined,
      holds: (d, c) => equalsAny(given(d), [join(secret(c, 'user'), ':', secret(c, 'password'))]),
    }),
  )
  const pair = { user: 'ann', password: 'p:ä' }
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  const cases: [name: string, header: string | string[] | undefined, want: string][] = [
    ['right, with a colon in the password', `Basic ${base64('ann:p:ä')}`, 'user'],
    ['right, in other case', `bASIC ${base64('ann:p:ä')}`, 'user'],
    ['another password', `Basic ${base64('ann:p')}`, 'ERR_PROOF_INVALID'],
    ['another user', `Basic ${base64('bob:p:ä')}`, 'ERR_PROOF_INVALID'],
    ['a longer password', `Basic ${base64('ann:p:ää')}`, 'ERR_PROOF_INVALID'],
    ['no password', `Basic ${base64('ann:')}`, 'ERR_PROOF_INVALID'],
    ['no colon', `Basic ${base64('annp:ä')}`, 'ERR_PROOF_INVALID'],
    ['another scheme', `Bearer ${base64('ann:p:ä')}`, 'ERR_PROOF_MISSING'],
    ['no base64', 'Basic ann:p', 'ERR_PROOF_MISSING'],
    [
      'base64 without padding',
      `Basic ${base64('ann:p:ä').replace(/=+$/, '')}`,
      'ERR_PROOF_MISSING',
    ],
    [
      'no UTF-8',
      `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`,
      'ERR_PROOF_MISSING',
    ],
    ['nothing', undefined, 'ERR_PROOF_MISSING'],
    ['twice', [`Basic ${base64('ann:p:ä')}`, `Basic ${base64('ann:p:ä')}`], 'ERR_PROOF_MISSING'],
  ]
  test.each(cases)('%s', async (_name, authorization, want) => {
    expect(await judge(basic, { headers: { authorization } }, pair)).toBe(want)
  })

  const rotating = {
    user: [
      { id: 'new', value: 'ann' },
      { id: 'old', value: 'bob' },
    ],
    password: ['one', 'two'],
  }
  const pairs: [text: string, want: string][] = [
    ['ann:one', 'new'],
    ['bob:two', 'old'],
    ['ann:two', 'ERR_PROOF_INVALID'],
    ['bob:one', 'ERR_PROOF_INVALID'],
  ]
  test.each(pairs)('pairs rotate together: %s', async (text, want) => {
    const headers = { authorization: `Basic ${base64(text)}` }
    expect(await judge(basic, { headers }, rotating)).toBe(want)
  })
  test('one user may have several passwords', async () => {
    const headers = { authorization: `Basic ${base64('ann:two')}` }
    expect(await judge(basic, { headers }, { user: 'ann', password: ['one', 'two'] })).toBe('user')
  })

  const message = 'user and password must have the same number of values'
  const uneven = { user: ['a', 'b'], password: ['1', '2', '3'] }
  test('lists of different lengths are refused when the receiver is created', () => {
    const wanted = expect.objectContaining({ code: 'ERR_SECRET_INVALID', message })
    expect(() => basic.prepare(secretsOf(uneven))).toThrow(wanted)
  })
  test('lists of different lengths that are found later are a fault of ours', async () => {
    const wanted = expect.objectContaining({ code: 'ERR_SECRET_UNAVAILABLE', message })
    await expect(judge(basic, {}, uneven)).rejects.toEqual(wanted)
  })
  test('without a password nothing is accepted', async () => {
    const headers = { authorization: `Basic ${base64('ann:')}` }
    // Nobody of that name: no failure, which would say that there is a user of the name.
    expect(await judge(basic, { headers }, { user: 'ann' })).toBe('ERR_PROOF_INVALID')
    expect(await judge(basic, { headers }, {})).toBe('ERR_PROOF_INVALID')
  })
})

test('a check whose value the head cannot tell is present until it is judged', async () => {
  const proof = check({ holds: async () => false })
  expect(proof.present(delivery())).toBe(true)
  expect(await judge(proof, {})).toBe('ERR_PROOF_INVALID')
})
