/** Tokens whose payload is elsewhere, and events that are in a token. */
import { describe, expect, test } from 'vitest'
import type { JwtRule } from '../../../templates/runtime/auth/jwt.js'
import { unwrapAll, unwrapAt } from '../../../templates/runtime/auth/unwrap.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { provenDelivery } from '../../../templates/runtime/delivery.js'
import { claim } from '../../../templates/runtime/expr/claim.js'
import { jose } from '../../../templates/runtime/expr/jose.js'
import { bodyJson } from '../../../templates/runtime/expr/json.js'
import { HEADER, judge } from './judge-token.js'
import { delivery, encode, hs256, SECRET } from './tokens.js'

const INVALID = 'ERR_PROOF_INVALID'
const UNREADABLE = 'the token is no signed token of the form expected'
const NO_KEY = 'no key made the signature of this token'

describe('detached', () => {
  const contents = (d: { readonly body: Uint8Array }) => [[utf8('other')], undefined, [d.body]]
  const detach = (token: string) => token.replace(/\.[^.]*\./, '..')

  test('the content is signed as base64url', async () => {
    const rule = { detached: { contents, isEncoded: true } }
    const token = detach(hs256(HEADER, 'hello'))
    expect((await judge(rule, token, 'hello')).accepted).toBe(true)
    expect(await judge(rule, token, 'hullo')).toMatchObject({ reason: NO_KEY })
  })

  test('a token with a payload is refused', async () => {
    const rule = { detached: { contents, isEncoded: true } }
    expect(await judge(rule, hs256(HEADER, 'hello'), 'hello')).toMatchObject({ reason: UNREADABLE })
  })

  test.each([
    ['crit and b64', { crit: ['b64'], b64: false }, true],
    ['b64 alone', { b64: false }, false],
    ['crit alone', { crit: ['b64'] }, false],
    ['crit with more', { crit: ['b64', 'exp'], b64: false }, false],
    ['neither', {}, false],
  ])('b64 false: %s', async (_name, more, want) => {
    const { createHmac } = await import('node:crypto')
    const front = encode({ ...HEADER, ...more })
    const mac = createHmac('sha256', SECRET).update(`${front}.hello`).digest('base64url')
    const rule = { detached: { contents, isEncoded: false } }
    expect((await judge(rule, `${front}..${mac}`, 'hello')).accepted).toBe(want)
  })

  test('the content may read the header of the token', async () => {
    const rule = {
      detached: {
        contents: (_d: unknown, c: Parameters<typeof jose>[0]) => [[utf8(jose(c, '/kid') ?? '')]],
        isEncoded: true,
      },
    }
    const token = detach(hs256({ ...HEADER, kid: 'k' }, 'k'))
    expect((await judge(rule, token)).accepted).toBe(true)
  })
})

describe('unwrap', () => {
  const claims = { jti: 'id-1', data: { amount: 1.5 }, text: '{"amount":"2"}', flat: 1 }
  const raw = '{"jti":"id-1","data":{"amount":1.50},"text":"{\\"amount\\":\\"2\\"}","flat":1}'
  const token = hs256(HEADER, raw)
  const event = async (unwrap: NonNullable<JwtRule['unwrap']>) => {
    const verdict = await judge({ unwrap }, token, 'sent')
    return verdict.accepted ? provenDelivery(delivery(token, 'sent'), verdict) : verdict
  }

  test('the payload is the event, and takes the place of a body that nothing proves', async () => {
    const found = await event(unwrapAll)
    if (!('json' in found)) throw new Error(found.reason)
    expect(found.json()).toEqual(claims)
    expect(bodyJson(found, '/data/amount')).toBe('1.50')
    expect(claim(found, '/jti')).toBe('id-1')
    expect(new TextDecoder().decode(found.body)).toBe(raw)
  })

  test.each([
    ['an object', '/data', { amount: 1.5 }],
    ['JSON in a string', '/text', { amount: '2' }],
  ])('%s at a pointer', async (_name, pointer, want) => {
    const found = await event((all) => unwrapAt(all, pointer))
    expect('json' in found && found.json()).toEqual(want)
  })

  test.each([['/none'], ['/flat']])('refuses a token without an event at %s', async (pointer) => {
    expect(await event((all) => unwrapAt(all, pointer))).toEqual({
      accepted: false,
      code: INVALID,
      reason: 'the token does not hold an event',
    })
  })
})
