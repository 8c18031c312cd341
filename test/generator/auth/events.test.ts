/** How deliveries are read: what `events` may say, and what is a mistake. */
import { describe, expect, test } from 'vitest'
import { contentTypesOf } from '../../../generator/auth/event-rules.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const plan = (events: JsonObject, more: JsonObject = {}) =>
  planned({ auth: hmac(), events, ...more })
const problems = (events: JsonObject, more: JsonObject = {}) =>
  plan(events, more).said.filter((one) => one.startsWith('ERR_'))

const right: [name: string, events: JsonObject][] = [
  ['nothing', {}],
  ['a pointer', { payload: '/data' }],
  ['a form', { format: 'form', type: '{form:type}', id: '{form:id}', payload: '/data' }],
  ['a query', { format: 'query', type: '{query:type}' }],
  ['a text', { format: 'text', type: 'delivery' }],
  ['a text that is carried', { format: 'text', type: 'any', payload: { from: '{form:xml}' } }],
  ['what a field carries', { payload: { from: '{form:payload}', pointer: '/data' } }],
  ['what a member carries', { type: '{json:/Type}', payload: { from: '{json:/Message}' } }],
  ['what a claim carries', { payload: { from: '{jwt:/event}' } }],
  ['a batch', { batch: '/events', type: '{item:/type}', id: '{item:/id}', payload: '/data' }],
  ['a batch with a type of all', { batch: '', type: '{json:/0/type}', account: '{json:/0/a}' }],
  ['a batch that is carried', { batch: '', payload: { from: '{form:events}' } }],
  ['CloudEvents', { format: 'cloudevents' }],
  ['CloudEvents in one mode', { format: 'cloudevents', modes: ['batch'], payload: '/data' }],
  ['elements that carry', { batch: '/Records', payload: { from: '{item:/body}' } }],
]
test.each(right)('%s is no mistake', (_name, events) => {
  expect(problems(events)).toEqual([])
})

const LIST = '{item:…} is read where there is no list'
const wrong: [name: string, events: JsonObject, said: string][] = [
  ['a type of an element', { type: '{item:/type}' }, `ERR_ITEM #/events/type ${LIST}`],
  ['an id of an element', { id: '{item:/id}' }, `ERR_ITEM #/events/id ${LIST}`],
  ['an account of an element', { account: '{item:/a}' }, `ERR_ITEM #/events/account ${LIST}`],
  [
    'a carrier in an element',
    { payload: { from: '{item:/body}' }, type: 'a' },
    `ERR_ITEM #/events/payload/from ${LIST}`,
  ],
  [
    'an id of the whole batch',
    { batch: '/events', id: '{json:/id}' },
    'ERR_EVENTS #/events/id all events of a batch would have the same id, and all but one be taken for repeated',
  ],
  [
    'modes of what has none',
    { modes: ['batch'] },
    'ERR_EVENTS #/events/modes only CloudEvents come in modes',
  ],
  [
    'a batch of CloudEvents',
    { format: 'cloudevents', batch: '/events' },
    'ERR_EVENTS #/events/batch CloudEvents say themselves whether they come as a batch',
  ],
  [
    'a form without a type',
    { format: 'form' },
    'ERR_EVENTS #/events/format a form has no "/type" that would name the event',
  ],
  [
    'a text without a type',
    { format: 'text' },
    'ERR_EVENTS #/events/format a text has no "/type" that would name the event',
  ],
  [
    'JSON read of a form',
    { format: 'form', type: '{json:/type}' },
    'ERR_EVENTS #/events/type the body is no JSON, but a form',
  ],
  [
    'JSON read of a form that carries JSON',
    { payload: { from: '{form:payload}' }, type: '{json:/type}' },
    'ERR_EVENTS #/events/type the body is no JSON, but a form',
  ],
  [
    'JSON read of a text',
    { format: 'text', type: 'a', id: '{json:/id}' },
    'ERR_EVENTS #/events/id the body is no JSON, but a text',
  ],
  [
    'a form that is carried',
    { format: 'form', type: 'a', payload: { from: '{json:/a}' } },
    'ERR_EVENTS #/events/format the event is said to be the form itself, and "payload.from" reads another text',
  ],
  [
    'a batch in a form',
    { format: 'form', type: 'a', batch: '/a' },
    'ERR_EVENTS #/events/format a form has no array that "batch" could take apart',
  ],
  [
    'a part of a text',
    { format: 'text', type: 'a', payload: '/a' },
    'ERR_EVENTS #/events/format a text has no parts for a pointer in "payload"',
  ],
]
test.each(wrong)('%s is one', (_name, events, said) => {
  expect(problems(events)).toEqual([said])
})

describe('two optional parts in a row', () => {
  const said = (id: string) =>
    plan({ id }).said.filter((one) => one.startsWith('WARN_EXPR_GROUPS #/events/id '))
  const unclear = [
    '{json:/a}[[.{json:/b}]][[.{json:/c}]]',
    '{json:/a}[[.{json:/b}]][[{json:/c}]]',
    '{json:/a}[[{json:/b}]][[-{json:/c}]]',
    '{json:/a}[[-{json:/b}]][[-x-{json:/c}]]',
  ]
  test.each(unclear)('%s does not show which of them is there', (id) => {
    expect(said(id)).toHaveLength(1)
  })
  const clear = [
    '[[{json:/a}]][[{json:/b}]][[{json:/c}]]',
    '{json:/a}[[.{json:/b}]]',
    '{json:/a}[[.{json:/b}]][[:{json:/c}]]',
    '{json:/a}[[.{json:/b}]]-{json:/c}[[.{json:/d}]]',
  ]
  test.each(clear)('%s does', (id) => {
    expect(said(id)).toEqual([])
  })
})

test('a form that may come as JSON is a mistake', () => {
  const events = { format: 'form', type: 'delivery' }
  const contentTypes = ['application/x-www-form-urlencoded', 'application/json']
  expect(problems(events, { contentTypes })).toEqual([
    'ERR_EVENTS #/contentTypes bodies are read as forms, and the content types let JSON in',
  ])
})

describe('unless given, the type is /type', () => {
  const types: [name: string, events: JsonObject, want: object][] = [
    ['of the body', {}, { source: 'json', arg: '/type', filters: [] }],
    ['of the element', { batch: '' }, { source: 'item', arg: '/type', filters: [] }],
    [
      'of the element of what is carried',
      { batch: '', payload: { from: '{form:a}' } },
      { source: 'item', arg: '/type', filters: [] },
    ],
    [
      'of what is carried',
      { payload: { from: '{form:a|trim}' } },
      { source: 'form', arg: 'a', filters: [{ name: 'trim' }, { name: 'json', args: ['/type'] }] },
    ],
    [
      'of what the element carries',
      { batch: '', payload: { from: '{item:/a}' } },
      { source: 'item', arg: '/a', filters: [{ name: 'json', args: ['/type'] }] },
    ],
  ]
  test.each(types)('%s', (_name, events, want) => {
    expect(plan(events).source.type).toMatchObject([want])
  })
})

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data']
const JSON_TYPES = ['application/json', '+json', '']
const contentTypes: [events: JsonObject, want: string[]][] = [
  [{}, JSON_TYPES],
  [{ payload: { from: '{json:/a}' } }, JSON_TYPES],
  [{ batch: '' }, JSON_TYPES],
  [{ format: 'form', type: 'a' }, FORMS],
  [{ payload: { from: '{form:a}' } }, FORMS],
  [{ payload: { from: '{part:a}' } }, FORMS],
  [{ format: 'text', type: 'a', payload: { from: '{form:a}' } }, FORMS],
  [{ format: 'text', type: 'a' }, ['*/*']],
  [{ format: 'query', type: 'a' }, ['*/*']],
]
test.each(contentTypes)('of %j come %j', (events, want) => {
  expect(contentTypesOf(plan(events).source)).toEqual(want)
})

describe('coverage', () => {
  const covered = (content: string, events: JsonObject) => {
    const { coverage } = planned({ auth: hmac({ content }), events }).auth.schemes[0] ?? {}
    return [coverage?.type, coverage?.id]
  }
  const batch = { batch: '/events', type: '{item:/type}', id: '{item:/id}' }
  const carried = { ...batch, batch: '', payload: { from: '{form:list}' } }
  const inElement = { ...batch, payload: { from: '{item:/body}' } }
  const inHeader = { ...batch, payload: { from: '{header:x-list}' } }

  const cases: [content: string, events: JsonObject, want: boolean[]][] = [
    ['{body}', batch, [true, true]],
    ['{json:/events}', batch, [false, false]],
    ['{json:/type}{json:/id}', batch, [false, false]],
    ['{body}', carried, [true, true]],
    ['{form:list}', carried, [true, true]],
    ['{form:other}', carried, [false, false]],
    ['{body}', inElement, [true, true]],
    ['{body}', inHeader, [false, false]],
    ['{header:X-List}', inHeader, [true, true]],
  ]
  test.each(cases)('%s of %j', (content, events, want) => {
    expect(covered(content, events)).toEqual(want)
  })

  const each = (pointer: string, events: JsonObject) => {
    const auth = {
      ...hmac({ content: '{item:/type|sha256|hex}{item:/id|sha256|hex}' }),
      signature: { from: '{item:/sig}', encoding: 'hex' },
      forEach: pointer,
    }
    const { coverage } = planned({ auth, events }).auth.schemes[0] ?? {}
    return [coverage?.type, coverage?.id]
  }

  test('a proof of each element covers what it says of itself, in the same list', () => {
    expect(each('/events', batch)).toEqual([true, true])
    expect(each('/others', batch)).toEqual([false, false])
    expect(each('/events', { ...batch, payload: { from: '{form:list}' } })).toEqual([false, false])
  })
})
