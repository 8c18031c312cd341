/** The response table: exhaustive, constant, and silent about why. */
import { expect, test } from 'vitest'
import { Answers } from '../../templates/runtime/answers.js'
import * as errors from '../../templates/runtime/errors.js'
import { ANSWERS, answer, isSuccess, type Situation } from '../../templates/runtime/respond.js'
import { toResponse } from '../../templates/runtime/response.js'
import { acme } from './acme.js'

const { STATUS } = errors
// Sound: the keys of a record over Situation.
const situations = Object.keys(ANSWERS) as Situation[]

test.each(situations)(
  '%s has a status, a JSON body, and the headers of its status',
  (situation) => {
    const reply = answer(situation)
    const { status } = reply
    if (!isSuccess(situation)) expect(status).toBe(STATUS[situation])
    expect(JSON.parse(reply.body).ok).toBe(status < 300)
    expect(reply.headers['content-type']).toBe('application/json')
    const isRetried = status === 503 || status === 409
    expect('retry-after' in reply.headers).toBe(isRetried)
  },
)

test('every error code has its answer', () => {
  expect(situations).toEqual(expect.arrayContaining(Object.keys(STATUS)))
})

test('a 405 says what is taken', () => {
  const answers = new Answers(acme(), ['POST', 'GET'])
  expect(answers.refuse(new errors.MethodNotAllowed('no')).headers['allow']).toBe('POST, GET')
})

test.each([401, 500])('everything with status %d looks the same', (status) => {
  const replies = situations
    .filter((one) => ANSWERS[one].status === status)
    .map((one) => answer(one))
  expect(replies.length).toBeGreaterThan(2)
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
})

test('a reply that somebody changes is nobody else’s', () => {
  const reply = answer('handled')
  Object.assign(reply.headers, { 'x-leak': '1' })
  expect(answer('handled').headers).toEqual({ 'content-type': 'application/json' })
})

test.each([200, 204, 205, 304, 422])('a reply with status %d becomes a response', (status) => {
  const response = toResponse({ status, headers: { 'x-a': 'b' }, body: '' })
  expect([response.status, response.headers.get('x-a')]).toEqual([status, 'b'])
})
