/** Signed times and named algorithms, on both sides of the crypto seam. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chosen } from '../../../templates/runtime/auth/chosen.js'
import { fromSeconds } from '../../../templates/runtime/auth/timestamp.js'
import { fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import {
  judge,
  loadRuntime,
  NOW,
  type Runtime,
  restorePlatform,
  SIDES,
  secretsOf,
} from './proofs.js'
import { BODY, entries, GOOD, KEY, mac, sent, signed } from './signatures.js'

describe.each(SIDES)('on %s', (side) => {
  let runtime: Runtime
  beforeAll(async () => {
    runtime = await loadRuntime(side)
  })
  afterAll(restorePlatform)

  describe('times', () => {
    const stamped = (time: string, age = 0) => {
      const rule = signed(runtime, {
        contents: (d, c) => [parts(c.timestamp, '.', d.body)],
        timestamp: {
          values: entries('x-time'),
          parse: fromSeconds,
          past: 300,
          future: 60,
        },
      })
      const signature = mac(`${time}.${BODY}`)
      const headers = time === '' ? { 'x-sig': signature } : { 'x-sig': signature, 'x-time': time }
      return judge(rule, { headers, body: BODY }, KEY, NOW + age * 1000)
    }
    const times: [name: string, time: string, age: number, want: string][] = [
      ['now', '1700000000', 0, 'KEY'],
      ['as old as may be', '1700000000', 300, 'KEY'],
      ['too old', '1700000000', 301, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
      ['as new as may be', '1700000000', -60, 'KEY'],
      ['too new', '1700000000', -61, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
      ['with junk behind', '1700000000junk', 0, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
      ['in milliseconds', '1700000000000', 0, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
      ['no number', 'NaN', 0, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
      ['absent', '', 0, 'ERR_PROOF_INVALID'],
    ]
    test.each(times)('a signed time that is %s', async (_name, time, age, want) => {
      expect(await stamped(time, age)).toBe(want)
    })

    test('a time that is not in the content is asked for all the same', async () => {
      const timestamp = { values: () => [], parse: fromSeconds, past: 300, future: 300 }
      expect(await judge(signed(runtime, { timestamp }), sent(GOOD), KEY)).toBe(
        'ERR_TIMESTAMP_OUT_OF_RANGE',
      )
    })
    test('who cannot sign is not told about the clock', async () => {
      const timestamp = { values: () => ['0'], parse: fromSeconds, past: 300, future: 300 }
      expect(await judge(signed(runtime, { timestamp }), sent('00'), KEY)).toBe('ERR_PROOF_INVALID')
    })
  })

  describe('an algorithm that the sender names', () => {
    const key = () => runtime.secretKey('KEY', { decode: fromUtf8 })
    const named = () =>
      signed(runtime, {
        algorithm: chosen(
          entries('x-alg', { split: ',' }),
          new Map([
            ['sha256', runtime.hmacSignature('SHA-256', key())],
            ['sha512', runtime.hmacSignature('SHA-512', key())],
          ]),
        ),
      })
    const cases: [alg: string, hash: string, want: string][] = [
      ['sha256', 'sha256', 'KEY'],
      ['sha512', 'sha512', 'KEY'],
      ['sha512', 'sha256', 'ERR_PROOF_INVALID'],
      ['sha1', 'sha1', 'ERR_PROOF_INVALID'],
      ['none', 'sha256', 'ERR_PROOF_INVALID'],
      ['sha1,sha256', 'sha256', 'ERR_PROOF_INVALID'],
      ['constructor', 'sha256', 'ERR_PROOF_INVALID'],
      ['', 'sha256', 'ERR_PROOF_INVALID'],
    ]
    test.each(cases)('%j over %s', async (alg, hash, want) => {
      const headers = { 'x-sig': mac(BODY, 'key', hash), 'x-alg': alg }
      expect(await judge(named(), { headers, body: BODY }, KEY)).toBe(want)
    })
    test('all of them are prepared', () => {
      const wanted = expect.objectContaining({ code: 'ERR_SECRET_INVALID' })
      const rule = {
        all: [runtime.hmacSignature('SHA-256', runtime.secretKey('KEY', { decode: fromHex }))],
        choose: () => undefined,
      }
      expect(() => signed(runtime, { algorithm: rule }).prepare(secretsOf(KEY))).toThrow(wanted)
    })
  })
})
