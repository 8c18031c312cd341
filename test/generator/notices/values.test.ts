/** What reads the same of every event, an object in place of a text, or what no delivery can be. */
import { describe, expect, test } from 'vitest'
import { type Data, saidOf } from './said.js'

const QUIET = ['WARN_COVERAGE', 'WARN_ACCOUNT', 'NOTICE_NO_AUTH']

const said = (config: Data, schemas: Data) =>
  saidOf(config, schemas, (code) => !QUIET.includes(code))

const text = { type: 'string' }
const has = (properties: Data) => ({ type: 'object', properties })
const event = (name: string, more: Data = {}) => ({
  ...has({ type: { const: name }, id: text, data: has({ n: text }), ...more }),
  required: ['type'],
})
const two = (more: Data = {}) => ({ a: event('a', more), b: event('b', more) })

const wrong: [kind: string, config: Data, schemas: Data, want: RegExp][] = [
  [
    'an id that is a constant',
    { events: { id: '{json:/id}' } },
    two({ id: { const: 'evt' } }),
    /^ERR_EVENT_ID_CONSTANT #\/events\/id .*all events.*leave "id" out/,
  ],
  [
    'an id of two constants',
    { events: { id: '{json:/type}-{json:/kind}' } },
    two({ kind: { enum: ['x', 'y'] } }),
    /^ERR_EVENT_ID_CONSTANT/,
  ],
  ['the name as the id', { events: { id: '{json:/type}' } }, two(), /^ERR_EVENT_ID_CONSTANT/],
  [
    'a header that is the name, as the id',
    { events: { type: '{header:X-Event}', id: '{header:x-event}' } },
    { a: has({ n: text }), b: has({ n: text }) },
    /^ERR_EVENT_ID_CONSTANT/,
  ],
  [
    'an id that one of the schemas fixes',
    { events: { id: '{json:/id}' } },
    { a: event('a'), b: event('b', { id: { const: 'x' } }) },
    /^WARN_EVENT_ID_CONSTANT .*the events "b"/,
  ],
  [
    'a constant id where events are handed over whatever the schema says',
    { events: { id: '{json:/id}' }, validation: 'report' },
    two({ id: { const: 'evt' } }),
    /^WARN_EVENT_ID_CONSTANT/,
  ],
  [
    'an object as the id',
    { events: { id: '{json:/data}' } },
    two(),
    /^ERR_READS_STRUCTURE #\/events\/id every event .*at \/data/,
  ],
  [
    'a list as the account',
    { events: { account: '{json:/to}' } },
    two({ to: { type: 'array', items: text } }),
    /^ERR_READS_STRUCTURE #\/events\/account/,
  ],
  [
    'an object as the time of one event',
    { events: { time: '{json:/data}' } },
    { a: event('a'), b: event('b', { data: text }) },
    /^WARN_READS_STRUCTURE #\/events\/time "a" has/,
  ],
  [
    'an account that the schemas fix',
    { events: { account: '{json:/account}' } },
    two({ account: { const: 'acme' } }),
    /^WARN_ACCOUNT_CONSTANT #\/events\/account .*always "acme".*take "const" out/,
  ],
  [
    'capitals behind lower',
    { events: { type: '{header:X-Event|lower}' } },
    { InvoicePaid: has({ n: text }), InvoiceVoid: has({ n: text }) },
    /^ERR_EVENT_TYPE_SPELLING #\/events\/type .*"lower".*"InvoicePaid", "InvoiceVoid"/,
  ],
  [
    'a separator behind split',
    { events: { type: '{header:X-Event|split:.:0}' } },
    { 'invoice.paid': has({ n: text }), invoice: has({ n: text }) },
    /^WARN_EVENT_TYPE_SPELLING .*"split".*"invoice\.paid":/,
  ],
  [
    'files of whole bodies, and a payload within them',
    { events: { payload: '/data' } },
    two(),
    /^ERR_PAYLOAD_BODY #\/events\/payload .*leave "payload" out/,
  ],
  [
    'a handshake that every event matches',
    { handshakes: [handshake({ value: '{json:/type}', present: true })] },
    two(),
    /^ERR_HANDSHAKE_EVENTS #\/handshakes\/0\/match .*every event/,
  ],
  [
    'a handshake that matches by a pattern, as one event does',
    { handshakes: [handshake({ value: '{json:/type}', matches: '^b' })] },
    two(),
    /^WARN_HANDSHAKE_EVENTS .*the events "b"/,
  ],
  [
    'a handshake by a name that is an event',
    {
      events: { type: '{header:X-E}' },
      handshakes: [handshake({ value: '{header:x-e}', equals: 'a' })],
    },
    { a: has({ n: text }), b: has({ n: text }) },
    /^WARN_HANDSHAKE_EVENTS .*the events "a"/,
  ],
  [
    'content types of forms, and bodies of JSON',
    { contentTypes: ['application/x-www-form-urlencoded'] },
    two(),
    /^ERR_EVENTS #\/contentTypes .*"application\/json".*"format": "form"/,
  ],
  ['GET alone, and JSON in bodies', { methods: ['GET'] }, two(), /^ERR_EVENTS #\/methods .*"POST"/],
  [
    'a field of a form in JSON',
    { events: { type: '{form:type}' } },
    two(),
    /^ERR_EVENTS #\/events\/type .*"format": "form"/,
  ],
]

function handshake(match: Data): Data {
  return { name: 'hello', method: 'POST', verify: 'none', match: [match], respond: { status: 200 } }
}

describe('said when generated', () => {
  test.each(wrong)('%s', async (_kind, config, schemas, want) => {
    const found = await said(config, schemas)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(want)
  })
})

const right: [kind: string, config: Data, schemas: Data][] = [
  ['an id beside a constant', { events: { id: '{json:/type}:{json:/id}' } }, two()],
  ['an id in a header', { events: { id: '{header:X-Id}' } }, two({ id: { const: 'evt' } })],
  [
    'part of what the name is read from',
    { events: { type: '{header:X|split:/:0}', id: '{header:X|split:/:1}' } },
    { a: has({ n: text }), b: has({ n: text }) },
  ],
  ['an account that may be anybody', { events: { account: '{json:/id}' } }, two()],
  [
    'text or an object',
    { events: { id: '{json:/data}' } },
    two({ data: { type: ['string', 'object'] } }),
  ],
  [
    'small letters behind lower',
    { events: { type: '{header:X-Event|lower}' } },
    { a: has({ n: text }), b: has({ n: text }) },
  ],
  [
    'files of what the payload is',
    { events: { payload: '/data' } },
    { a: has({ n: text }), b: has({ n: text }) },
  ],
  [
    'a payload whose type is its own',
    { events: { payload: '/data', type: '{json:/event}' } },
    two(),
  ],
  [
    'a handshake by a header',
    { handshakes: [handshake({ value: '{header:X-Hello}', present: true })] },
    two(),
  ],
  [
    'a handshake by a name that no event has',
    { handshakes: [handshake({ value: '{json:/type}', equals: 'hello' })] },
    two(),
  ],
  [
    'a handshake that asks for more',
    {
      handshakes: [
        {
          ...handshake({ value: '{json:/type}', present: true }),
          match: [
            { value: '{json:/type}', present: true },
            { value: '{json:/challenge}', present: true },
          ],
        },
      ],
    },
    two(),
  ],
  [
    'forms that carry JSON',
    {
      contentTypes: ['application/x-www-form-urlencoded'],
      events: { payload: { from: '{form:payload}' } },
    },
    two(),
  ],
  ['GET beside POST', { methods: ['POST', 'GET'] }, two()],
]

test.each(right)('%s: silence', async (_kind, config, schemas) => {
  expect(await said(config, schemas)).toEqual([])
})
