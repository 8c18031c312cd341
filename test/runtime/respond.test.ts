/** The response table: exhaustive, constant, and silent about why. */
import { expect, test } from 'vitest'
import { type ErrorCode, STATUS } from '../../templates/runtime/errors.js'
import { acknowledge, refuse } from '../../templates/runtime/respond.js'
import { toResponse } from '../../templates/runtime/response.js'

// Sound: the keys of a record over ErrorCode.
const codes = Object.keys(STATUS) as ErrorCode[]

test.each(codes)('%s has a status, a JSON body, and the headers of its status', (code) => {
  const reply = refuse(code, ['POST', 'GET'])
  const { status } = reply
  expect(status).toBe(STATUS[code])
  expect(JSON.parse(reply.body).ok).toBe(status === 200)
  expect(reply.headers).toEqual({
    'content-type': 'application/json',
    ...(status === 405 ? { allow: 'POST, GET' } : {}),
    ...(status === 503 ? { 'retry-after': '60' } : {}),
  })
})

test.each([401, 500])('everything with status %d looks the same', (status) => {
  const replies = codes.filter((code) => STATUS[code] === status).map((code) => refuse(code, []))
  expect(replies.length).toBeGreaterThan(2)
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
})

test('a reply that somebody changes is nobody else’s', () => {
  const reply = acknowledge()
  Object.assign(reply.headers, { 'x-leak': '1' })
  expect(acknowledge().headers).toEqual({ 'content-type': 'application/json' })
})

test.each([200, 204, 205, 304, 422])('a reply with status %d becomes a response', (status) => {
  const response = toResponse({ status, headers: { 'x-a': 'b' }, body: '' })
  expect([response.status, response.headers.get('x-a')]).toEqual([status, 'b'])
})
