/** The border of the receiver: whatever is thrown becomes an error with a code and a status. */
import { expect, test } from 'vitest'
import { asWebhookError } from '../../templates/runtime/as-webhook-error.js'
import { EventUnknown, ProofInvalid } from '../../templates/runtime/errors.js'

test('our own errors stay what they are', () => {
  const error = new ProofInvalid('no')
  expect(asWebhookError(error)).toBe(error)
})

/** What a newer copy of the package might throw: branded, with a code that this one lacks. */
const foreign = Object.assign(new EventUnknown('later'), { code: 'ERR_FROM_THE_FUTURE' })

const translated: [name: string, thrown: unknown, code: string, message: string][] = [
  [
    "a RangeError, which may be anybody's",
    new RangeError('Maximum call stack size exceeded'),
    'ERR_INTERNAL',
    'the receiver itself failed; see the cause',
  ],
  [
    'a plain error',
    new Error('secret'),
    'ERR_INTERNAL',
    'the receiver itself failed; see the cause',
  ],
  ['a string', 'secret', 'ERR_INTERNAL', 'the receiver itself failed; see the cause'],
  ['nothing', undefined, 'ERR_INTERNAL', 'the receiver itself failed; see the cause'],
  ['a code without a status', foreign, 'ERR_INTERNAL', 'the receiver itself failed; see the cause'],
]
test.each(translated)('%s is translated, and kept as the cause', (_name, thrown, code, message) => {
  const error = asWebhookError(thrown)
  expect(error).toMatchObject({ code, message })
  expect(error.cause).toBe(thrown)
})
