/** Events that are given up: kept, answered, and tried again by hand. */
import { expect, test, vi } from 'vitest'
import type { DeadLetter } from '../../templates/runtime/dead-letter.js'
import { PermanentError } from '../../templates/runtime/handler-errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, paid, SECRET, silent } from './acme.js'

const envelope = { key: 'k'.repeat(32) }

function create(options: ReceiverOptions = {}, provider: Partial<Provider> = {}) {
  return createReceiverFrom<AcmeEvents>(acme(provider), {
    secret: SECRET,
    logger: silent,
    envelope,
    ...options,
  })
}

test('an event that is given up goes to the dead letters, and can be tried again', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (letter: DeadLetter) => void letters.push(letter) }
  const receiver = create({ idempotency: memoryStore(), deadLetters })
  let isFixed = false
  const [good, bad] = [
    vi.fn(),
    vi.fn(() => {
      if (!isFixed) throw new PermanentError('no such customer')
    }),
  ]
  receiver.onEvent('invoice.paid', good, { name: 'good' })
  receiver.onEvent('invoice.paid', bad, { name: 'bad' })
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    outcome: 'given-up',
    response: { status: 200 },
    error: { code: 'ERR_PERMANENT' },
  })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('duplicate')
  expect(letters).toMatchObject([
    { provider: 'acme', reason: 'permanent', name: 'invoice.paid', id: 'in_1', handlers: ['bad'] },
  ])
  const [letter] = letters
  expect(new TextDecoder().decode(letter?.raw)).toBe(JSON.stringify(paid))
  isFixed = true
  expect((await receiver.receive({ envelope: letter?.envelope })).outcome).toBe('handled')
  expect((await receiver.receive({ envelope: letter?.envelope })).outcome).toBe('duplicate')
  expect([good, bad].map(({ mock }) => mock.calls.length)).toEqual([1, 2])
})

test('of a batch only the event that was given up is tried again', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (letter: DeadLetter) => void letters.push(letter) }
  const read = (source: unknown, field: string) => Reflect.get(Object(source), field)
  const receiver = create(
    { deadLetters },
    {
      batch: (d) => (d.json() as unknown[]).map((value) => ({ value, source: () => '' })),
      eventName: (d) => read(d.item?.value, 'type'),
      eventId: (d) => read(d.item?.value, 'id'),
      payload: (d) => d.item?.value,
    },
  )
  const seen: unknown[] = []
  receiver.onAny(({ id }) => {
    seen.push(id)
    if (id === 'b') throw new PermanentError('no')
  })
  const batch = ['a', 'b', 'c'].map((id) => ({ ...paid, id }))
  expect((await receiver.receive(deliver(batch))).outcome).toBe('given-up')
  expect((await receiver.receive({ envelope: letters[0]?.envelope })).outcome).toBe('given-up')
  expect(seen).toEqual(['a', 'b', 'c', 'b'])
})

test('a permanent failure beside another one is settled once', async () => {
  const put = vi.fn()
  const receiver = create({ idempotency: memoryStore(), deadLetters: { put } })
  const never = vi.fn().mockRejectedValue(new PermanentError('no'))
  const later = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(undefined)
  receiver.onEvent('invoice.paid', never)
  receiver.onEvent('invoice.paid', later)
  expect((await receiver.receive(deliver(paid))).response.status).toBe(500)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect([never, later, put].map(({ mock }) => mock.calls.length)).toEqual([1, 2, 1])
})

test('a dead letter that cannot be stored makes the sender come again', async () => {
  const put = vi.fn().mockRejectedValueOnce(new Error('disk full'))
  const receiver = create({ idempotency: memoryStore(), deadLetters: { put } })
  receiver.onEvent('invoice.paid', () => Promise.reject(new PermanentError('no')))
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    response: { status: 503 },
    error: { code: 'ERR_DEAD_LETTER_UNAVAILABLE' },
  })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('given-up')
})

test('what breaks its schema is taken only by a sink that asks for it', async () => {
  const put = vi.fn()
  const invalid = { type: 'invoice.paid', id: 'x' }
  const plain = create({ deadLetters: { put } })
  plain.onAny(() => undefined)
  expect((await plain.receive(deliver(invalid))).response.status).toBe(422)
  const asking = create({ deadLetters: { put, invalid: true } })
  asking.onAny(() => undefined)
  expect(await asking.receive(deliver(invalid))).toMatchObject({
    outcome: 'invalid',
    response: { status: 200 },
  })
  expect(put).toHaveBeenCalledOnce()
  expect(put.mock.calls[0]?.[0]).toMatchObject({
    reason: 'invalid',
    issues: [{ pointer: '/amount', keyword: 'type' }],
  })
})
