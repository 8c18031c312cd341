/** What engines are told of deliveries that were not handled. */
import { expect, test } from 'vitest'
import {
  EnvelopeInvalid,
  GivenUp,
  HandlersFailed,
  InFlight,
  PayloadInvalid,
  PayloadMalformed,
  ReceiverClosing,
  RetryDemanded,
  StoreUnavailable,
} from '../../../templates/runtime/errors.js'
import { PermanentError, RetryableError } from '../../../templates/runtime/handler-errors.js'
import {
  afterSeconds,
  envelopeOf,
  isFinal,
  noteOf,
} from '../../../templates/runtime/queues/verdict.js'

const retrying = (seconds?: number) => new RetryDemanded('later', [], seconds)

const verdicts: [name: string, error: unknown, final: boolean, seconds?: number][] = [
  ['given up', new GivenUp('no', []), true],
  ['an envelope of somebody else', new EnvelopeInvalid('no'), true],
  ['a payload that breaks its schema', new PayloadInvalid('no', []), true],
  ['a payload that is no JSON', new PayloadMalformed('no'), true],
  ['a PermanentError as it is', new PermanentError('no'), true],
  ['a handler that threw', new HandlersFailed('no', [new Error('x')]), false],
  ['a store that is down', new StoreUnavailable('no'), false],
  ['a receiver that closes', new ReceiverClosing('no'), false],
  ['an attempt of somebody else', new InFlight('no', 30), false, 30],
  ['an attempt of unknown length', new InFlight('no'), false],
  ['a demand', retrying(), false],
  ['a demand with a time', retrying(1.5), false, 1.5],
  ['a time that is past', retrying(-1), false],
  ['no time at all', retrying(0), false],
  ['a time without end', retrying(Number.POSITIVE_INFINITY), false, 604_800],
  ['a week', retrying(604_800), false, 604_800],
  ['more than a week', retrying(604_801), false, 604_800],
  ['a time that is none', retrying(Number.NaN), false],
  ['a RetryableError as it is', new RetryableError('no', { afterSeconds: 7 }), false, 7],
  [
    'an error with a code like ours',
    Object.assign(new Error('x'), { code: 'ERR_PERMANENT' }),
    false,
  ],
  ['an error with a time like ours', Object.assign(new Error('x'), { afterSeconds: 9 }), false],
  ['text', 'x', false],
  ['nothing', undefined, false],
]
test.each(verdicts)('the verdict on %s', (_name, error, final, seconds) => {
  expect({ final: isFinal(error), seconds: afterSeconds(error) }).toEqual({ final, seconds })
})

test('a note holds our own message, and never what handlers threw', () => {
  const cause = new Error('card 4242')
  expect(noteOf(new HandlersFailed('2 handlers failed', [cause]))).toEqual({
    code: 'ERR_HANDLER',
    message: '2 handlers failed',
  })
  expect(noteOf(cause)).toEqual({
    code: undefined,
    message: 'the delivery could not be handled',
  })
})

const data: [name: string, data: unknown, want: string][] = [
  ['an envelope', { envelope: 'hw1.x' }, 'hw1.x'],
  ['no envelope', {}, ''],
  ['a number', { envelope: 1 }, ''],
  ['null', null, ''],
  ['text', 'hw1.x', ''],
]
test.each(data)('the envelope in a job with %s', (_name, given, want) => {
  expect(envelopeOf(given)).toBe(want)
})
