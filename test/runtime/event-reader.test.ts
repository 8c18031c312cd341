/** One delivery, one event; one batch, one event for each element. */
import { describe, expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { createDelivery } from '../../templates/runtime/delivery.js'
import { DriftWatch } from '../../templates/runtime/drift.js'
import { EventReader } from '../../templates/runtime/event-reader.js'
import { bodyElements } from '../../templates/runtime/expr/batch.js'
import { itemJson } from '../../templates/runtime/expr/item.js'
import { valueAt } from '../../templates/runtime/expr/json.js'
import { viewHeaders } from '../../templates/runtime/headers.js'
import { PayloadJudge } from '../../templates/runtime/payload-judge.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { acme, paid } from './acme.js'

const MALFORMED = expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED' })

const batching: Partial<Provider> = {
  batch: (delivery) => bodyElements(delivery, '/events'),
  eventName: (delivery) => itemJson(delivery, '/type'),
  eventId: (delivery) => itemJson(delivery, '/id'),
  payload: ({ item }) => valueAt(item?.value, '/data'),
}

const judge = new PayloadJudge('strict', 'payload', new DriftWatch())

const HEAD = { method: 'POST', url: undefined, headers: viewHeaders({}), platform: [] }

function read(body: string, overrides: Partial<Provider> = {}) {
  return new EventReader(acme(overrides), judge).events(createDelivery(HEAD, utf8(body)))
}

describe('without a batch', () => {
  test('a delivery is one event', () => {
    const [event, ...others] = read(JSON.stringify(paid))
    expect(others).toEqual([])
    expect(event).toMatchObject({ name: 'invoice.paid', id: 'in_1' })
    expect(event?.delivery.item).toBeUndefined()
    expect(event?.payload()).toEqual(paid)
  })

  test('the payload is read when it is asked for, and once', () => {
    const payload = vi.fn(() => ({}))
    const [event] = read(JSON.stringify(paid), { payload })
    expect(payload).not.toHaveBeenCalled()
    expect(event?.payload()).toBe(event?.payload())
    expect(payload).toHaveBeenCalledTimes(1)
  })

  test('what cannot be read says so when it is asked for', () => {
    const [event] = read('{', { eventName: () => 'ping', eventId: () => undefined })
    expect(event?.payload).toThrow(MALFORMED)
  })
})

describe('in a batch', () => {
  test('each element is an event, in their order', () => {
    const body = '{"events":[{"type":"ping","id":1.0,"data":7},{"type":"new","id":"b"},3]}'
    const events = read(body, batching)
    expect(events.map(({ name, id, payload }) => [name, id, payload()])).toEqual([
      ['ping', '1.0', 7],
      ['new', 'b', undefined],
      [undefined, undefined, undefined],
    ])
    expect(events.map(({ delivery }) => delivery.item?.source())).toEqual([
      '{"type":"ping","id":1.0,"data":7}',
      '{"type":"new","id":"b"}',
      '3',
    ])
  })

  test('the whole body can be the array', () => {
    const events = read('[{"type":"ping"}]', { ...batching, batch: (d) => bodyElements(d, '') })
    expect(events.map(({ name }) => name)).toEqual(['ping'])
  })

  test('an empty one holds no event', () => {
    expect(read('{"events":[]}', batching)).toEqual([])
  })

  test.each([
    ['absent', '{}'],
    ['null', '{"events":null}'],
    ['an object', '{"events":{"0":{}}}'],
    ['a text', '{"events":"[]"}'],
    ['no JSON', '{"events":['],
    ['an empty body', ''],
  ])('what is no array is malformed: %s', (_name, body) => {
    expect(() => read(body, batching)).toThrow(MALFORMED)
  })

  test('10,000 elements are read, and one more is refused', () => {
    const all = Array.from({ length: 10_000 }, () => '{"type":"ping"}')
    expect(read(`{"events":[${all.join()}]}`, batching)).toHaveLength(10_000)
    expect(() => read(`{"events":[${all.join()},1]}`, batching)).toThrow(MALFORMED)
  })
})

describe('unwrapping a batch', () => {
  const unwrap = (body: string) => {
    const reader = new EventReader(acme(batching), judge)
    return reader.unwrap(createDelivery(HEAD, utf8(body)))
  }
  const element = (type: string, data: unknown) => JSON.stringify({ type, id: 'a', data })
  const batch = (...elements: readonly string[]) => `{"events":[${elements.join()}]}`

  test('gives what each of them holds', async () => {
    const body = batch(element('ping', 1), element('invoice.paid', { amount: 2 }))
    expect(await unwrap(body)).toEqual([
      { name: 'ping', id: 'a', payload: 1 },
      { name: 'invoice.paid', id: 'a', payload: { amount: 2 } },
    ])
    expect(await unwrap(batch())).toEqual([])
  })

  test.each([
    ['unknown', element('new', 1), 'ERR_EVENT_UNKNOWN'],
    ['nameless', '{}', 'ERR_EVENT_UNKNOWN'],
    ['invalid', element('invoice.paid', {}), 'ERR_PAYLOAD_INVALID'],
  ])('fails where one of them is %s', async (_name, bad, code) => {
    const unwrapped = unwrap(batch(element('ping', 1), bad))
    await expect(unwrapped).rejects.toMatchObject({ code })
  })
})
