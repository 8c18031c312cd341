/** Payloads that break their schema: told apart, explained to us, and taken by onInvalid alone. */
import { expect, test, vi } from 'vitest'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  anything,
  deliver,
  paid,
  SECRET,
  silent,
} from './acme.js'

function create(provider: Provider = acme(), options = {}) {
  return createReceiverFrom<AcmeEvents, AcmeGroups>(provider, {
    secret: SECRET,
    logger: silent,
    ...options,
  })
}

test('a payload that breaks its schema is refused with the reasons for us alone', async () => {
  const receiver = create()
  const [handler, onError] = [vi.fn(), vi.fn()]
  receiver.onEvent('invoice.paid', handler)
  receiver.onError(onError)
  const receipt = await receiver.receive(deliver({ ...paid, amount: 'seven' }))
  expect(receipt).toMatchObject({
    outcome: 'invalid',
    response: { status: 422, body: '{"ok":false,"error":"invalid"}' },
    error: {
      code: 'ERR_PAYLOAD_INVALID',
      message: 'the payload of "invoice.paid" breaks its schema: /amount must be a number',
      issues: [{ pointer: '/amount', keyword: 'type', message: 'must be a number' }],
    },
  })
  expect(handler).not.toHaveBeenCalled()
  expect(onError).toHaveBeenCalledOnce()
})

const verdicts: [name: string, answers: unknown[], status: number][] = [
  ['says nothing', [undefined], 422],
  ['rejects', ['reject'], 422],
  ['acknowledges', ['ack'], 200],
  ['acknowledges, and another rejects', ['reject', 'ack', undefined], 200],
  ['answers something else', [true], 422],
]
test.each(verdicts)('an onInvalid handler that %s', async (_name, answers, status) => {
  const receiver = create()
  receiver.onEvent('invoice.paid', () => undefined)
  const events: unknown[] = []
  for (const answer of answers) {
    receiver.onInvalid(async (event) => {
      events.push(event.issues.length)
      // Sound: JavaScript consumers return what they like.
      return answer as 'ack'
    })
  }
  const receipt = await receiver.receive(deliver({ ...paid, amount: null }))
  expect(receipt).toMatchObject({ outcome: 'invalid', response: { status } })
  expect(events).toEqual(answers.map(() => 1))
})

test('an onInvalid handler that fails has not taken the event', async () => {
  const receiver = create()
  receiver.onEvent('invoice.paid', () => undefined)
  receiver.onInvalid(() => 'ack')
  receiver.onInvalid(() => Promise.reject(new Error('dead-letter store is down')))
  expect(await receiver.receive(deliver({ ...paid, amount: null }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_HANDLER', message: 'a handler of invalid events failed' },
  })
})

test('validation can be switched off', async () => {
  const receiver = create(acme(), { validation: 'off' })
  receiver.onEvent('invoice.paid', () => undefined)
  const receipt = await receiver.receive(deliver({ ...paid, amount: null }))
  expect(receipt.outcome).toBe('handled')
})

test('a validator is loaded once', async () => {
  const check = vi.fn(async () => () => true)
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  receiver.onEvent('ping', () => undefined)
  await receiver.receive(deliver({ type: 'ping' }))
  await receiver.receive(deliver({ type: 'ping' }))
  expect(check).toHaveBeenCalledOnce()
})

const deep = `{"type":"ping","a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`
const overflow = { ...anything, check: () => descend }
function descend(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).every(descend)
}

test('a payload that overflows its validator is malformed, and no crash', async () => {
  const receiver = create(acme({ events: new Map([['ping', overflow]]) }))
  receiver.onEvent('ping', () => undefined)
  expect(await receiver.receive(deliver(deep))).toMatchObject({
    outcome: 'rejected',
    response: { status: 400, body: '{"ok":false,"error":"malformed"}' },
    error: { code: 'ERR_PAYLOAD_MALFORMED', message: 'the payload is nested too deeply' },
  })
})

test('a validator that does not load is our failure', async () => {
  const check = () => Promise.reject(new Error('no such module'))
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  receiver.onEvent('ping', () => undefined)
  expect(await receiver.receive(deliver({ type: 'ping' }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_INTERNAL', cause: { message: 'no such module' } },
  })
})
