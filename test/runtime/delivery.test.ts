/** A delivery parses its body once, for everybody. */
import { expect, test } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { createDelivery } from '../../templates/runtime/delivery.js'
import { viewHeaders } from '../../templates/runtime/headers.js'

const head = { method: 'POST', url: undefined, headers: viewHeaders({ a: 'b' }), platform: [1] }

test('head and body are what was handed over', () => {
  const body = utf8('{}')
  const delivery = createDelivery(head, body)
  expect(delivery).toMatchObject({ method: 'POST', url: undefined, platform: [1] })
  expect(delivery.headers).toBe(head.headers)
  expect(delivery.body).toBe(body)
})

test('json and form are parsed once', () => {
  const delivery = createDelivery(head, utf8('{"a":1}'))
  expect(delivery.json()).toEqual({ a: 1 })
  expect(delivery.json()).toBe(delivery.json())
  expect(delivery.form()).toBe(delivery.form())
})

test('a value that is undefined-like is remembered as well', () => {
  const body = utf8('null')
  const delivery = createDelivery(head, body)
  expect(delivery.json()).toBeNull()
  body.set(utf8('true'))
  expect(delivery.json()).toBeNull()
})

test('a failed parse stays failed, with the same error', () => {
  const body = utf8('{]')
  const delivery = createDelivery(head, body)
  const errors = [1, 2].map(() => {
    try {
      return delivery.json()
    } catch (error) {
      body.set(utf8('{}'))
      return error
    }
  })
  expect(errors[0]).toMatchObject({
    code: 'ERR_PAYLOAD_MALFORMED',
    message: 'the body is not valid JSON',
  })
  expect(errors[1]).toBe(errors[0])
})
