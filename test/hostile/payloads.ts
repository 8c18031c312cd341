/** Payloads made to keep a validator busy: for each, the event that it is sent as, and what becomes of it. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const MEBIBYTE = 1 << 20
const MILLION = 1_000_000
const THOUSANDS = 100_000
/** What the work doubles with goes far beyond any machine at this depth. */
const DOUBLING = 40

const self = { $ref: '#' }
const isSelf = { properties: { next: self } }
const listed = Array.from({ length: 1000 }, (_, index) => `value ${index}`)

/** The events, but for GitHub's: schemas that refer to themselves, and rules for many values. */
const SCHEMAS = {
  tree: { type: 'object', ...isSelf, additionalProperties: false },
  deeper: { anyOf: [{ type: 'string' }, { type: 'array', items: self }] },
  dynamic: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $dynamicAnchor: 'node',
    type: 'object',
    properties: { next: { $dynamicRef: '#node' } },
    unevaluatedProperties: false,
  },
  any: {
    anyOf: [
      { type: 'string' },
      { type: 'object', properties: { next: { anyOf: [self, self] } }, required: ['next'] },
    ],
  },
  one: {
    oneOf: [{ type: 'number' }, { type: 'array', items: self }, { type: 'array', items: self }],
  },
  all: { type: 'object', allOf: [isSelf, isSelf], properties: { end: { type: 'integer' } } },
  conditional: {
    type: 'object',
    if: { ...isSelf, required: ['next'] },
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword.
    then: isSelf,
    properties: { end: { type: 'integer' } },
  },
  costly: { anyOf: [costly(5), costly(6)] },
  value: {
    anyOf: [
      { type: 'string', maxLength: 1000, pattern: '^[a-z]*$' },
      { type: ['number', 'boolean'] },
      { type: 'array', items: self },
      { type: 'object', propertyNames: { maxLength: 100 }, additionalProperties: self },
    ],
  },
  list: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 10 },
  numbers: { type: 'array', items: { type: 'integer' } },
  choices: { type: 'array', items: { oneOf: [branch('a'), branch('b'), branch('c')] } },
  listed: { type: 'array', items: { enum: listed }, contains: { const: 'other' } },
  unique: { type: 'array', uniqueItems: true, items: { type: 'object' }, maxItems: 100 },
  distinct: { type: 'array', uniqueItems: true },
  open: { type: 'object', propertyNames: { maxLength: 3 }, unevaluatedProperties: false },
  closed: { type: 'object', properties: { a: { type: 'integer' } }, additionalProperties: false },
  named: { type: 'object', patternProperties: { '^(a+)+$': { type: 'integer' } } },
  text: { type: 'string', maxLength: 10, pattern: '^(a+)+$' },
  words: { type: 'string', pattern: '^([a-zA-Z0-9]+\\s?)*$' },
  mail: { type: 'string', format: 'email' },
  address: { type: 'string', format: 'uri' },
  moment: { type: 'string', format: 'date-time' },
  host: { type: 'string', format: 'hostname' },
}

/** GitHub's own schema of a push, with all that it refers to. */
const bundle = require('@octokit/webhooks-schemas') as object // sound: a schema is one
const push = { $ref: '../all.json#/definitions/push$event' }

interface Examples {
  readonly name: string
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

// Sound: the package is pinned, and this is what it holds.
const examples = require('@octokit/webhooks-examples') as readonly Examples[]

/** What GitHub sends; the example before it is older than the schema. */
export const honest = examples.find(({ name }) => name === 'push')?.examples[1] ?? {}

export const FILES: Readonly<Record<string, unknown>> = {
  'all.json': bundle,
  'events/push.json': push,
  ...Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [`events/${name}.json`, schema]),
  ),
}

type Row = readonly [
  what: string,
  event: keyof typeof SCHEMAS | 'push',
  status: 200 | 400 | 422,
  /** Tolerant receivers tell of formats and of members that they do not know, and take them. */
  tolerant: 200 | 400 | 422,
  body: () => string,
]

export const HOSTILE: readonly Row[] = [
  ['60 KB, 10,000 levels deep', 'tree', 400, 400, () => chain(10_000, '1')],
  ['the same for a dynamic reference', 'dynamic', 400, 400, () => chain(10_000, '1')],
  ['a list in a list in a list', 'deeper', 400, 400, () => nested(30_000, '[', '1', ']')],
  ['a choice at every level', 'any', 400, 400, () => chain(DOUBLING, '1')],
  ['one of two alike at every level', 'one', 400, 400, () => nested(DOUBLING, '[', '"a"', ']')],
  ['both of two alike at every level', 'all', 400, 400, () => chain(DOUBLING, '{"end":"a"}')],
  ['a condition at every level', 'conditional', 400, 400, () => chain(DOUBLING, '{"end":"a"}')],
  ['a long text at the end of it', 'costly', 400, 400, () => ended('text', text('a', MEBIBYTE))],
  ['one that a pattern searches', 'costly', 400, 400, () => ended('words', text('a', MEBIBYTE))],
  [
    'one that has a format',
    'costly',
    400,
    400,
    () => ended('address', text('a:%41@', MEBIBYTE / 6)),
  ],
  ['a long list', 'costly', 400, 400, () => ended('list', items(MEBIBYTE / 2, '0'))],
  ['a long list of one kind', 'costly', 400, 400, () => ended('kinds', items(MEBIBYTE / 2, '0'))],
  ['a long list of objects', 'costly', 400, 400, () => ended('unique', `[${distinct(THOUSANDS)}]`)],
  ['many members', 'costly', 400, 400, () => ended('named', `{${members(THOUSANDS)}}`)],
  ['many to count', 'costly', 400, 400, () => ended('few', `{${members(THOUSANDS)}}`)],
  ['many to compare', 'costly', 400, 400, () => ended('only', `{${members(THOUSANDS)}}`)],
  ['a long name', 'costly', 400, 400, () => ended('named', `{${text('a', MEBIBYTE)}:""}`)],
  ['half a million values that are right', 'value', 200, 200, () => items(MEBIBYTE / 2, '1')],
  ['the same with a mistake', 'value', 422, 422, () => items(MEBIBYTE / 2, '1', 'null')],
  ['values of each kind', 'value', 200, 200, () => items(MEBIBYTE / 20, '{"a":["b",true]}')],
  ['the same with mistakes', 'value', 422, 422, () => items(MEBIBYTE / 20, '{"a":["b",null]}')],
  ['lists without a schema', 'list', 422, 422, () => nested(THOUSANDS, '[', '', ']')],
  ['a million numbers', 'list', 422, 422, () => items(MILLION, '0')],
  ['a million strings', 'list', 422, 422, () => items(MILLION, '""')],
  ['a million mistakes', 'numbers', 422, 422, () => items(MILLION, '""')],
  ['a mistake after a million', 'numbers', 422, 422, () => items(MILLION, '1', '""')],
  ['a hundred thousand choices', 'choices', 422, 422, () => items(THOUSANDS, '{"kind":"d"}')],
  ['the last of many values', 'listed', 422, 422, () => items(THOUSANDS / 2, '"value 999"')],
  ['a hundred thousand objects', 'unique', 422, 422, () => items(THOUSANDS, '{"a":1}')],
  ['as many to compare', 'distinct', 422, 422, () => `[${distinct(THOUSANDS)},{"a":[0]}]`],
  ['a hundred thousand members', 'open', 422, 422, () => `{${members(THOUSANDS)}}`],
  ['as many that nobody knows', 'closed', 422, 200, () => `{${members(THOUSANDS)}}`],
  ['a name that a pattern tries', 'named', 422, 422, () => `{${text('a', MEBIBYTE)}:""}`],
  ['a text of which a pattern tries every part', 'text', 422, 422, () => text('a', 50, '!')],
  ['the same of a mebibyte', 'words', 422, 422, () => text('a', MEBIBYTE, '!')],
  ['an address of mail of a mebibyte', 'mail', 422, 200, () => text('a.', MEBIBYTE / 2)],
  ['a URI of a mebibyte', 'address', 422, 200, () => text('a:%41@', MEBIBYTE / 6, ' ')],
  ['a time of a mebibyte', 'moment', 422, 200, () => text('2020-', MEBIBYTE / 5)],
  ['a host of a mebibyte', 'host', 422, 200, () => text('a-', MEBIBYTE / 2)],
  ['a push of empty commits', 'push', 422, 422, () => pushed('commits', items(THOUSANDS, '{}'))],
  [
    'a push of a text of a mebibyte',
    'push',
    422,
    422,
    () => pushed('commits', text('a', MEBIBYTE)),
  ],
  ['a push that nests where a text is', 'push', 422, 422, () => pushed('ref', chain(10_000, '1'))],
  ['a push with as many members', 'push', 422, 200, () => pushed('m', `1,${members(THOUSANDS)}`)],
]

/** An honest push with one member more, or another value of it: the last of two counts. */
function pushed(name: string, json: string): string {
  return `${JSON.stringify(honest).slice(0, -1)},"${name}":${json}}`
}

function chain(levels: number, inner: string): string {
  return nested(levels, '{"next":', inner, '}')
}

function nested(levels: number, open: string, inner: string, close: string): string {
  return open.repeat(levels) + inner + close.repeat(levels)
}

function items(count: number, item: string, last = item): string {
  return `[${`${item},`.repeat(count - 1)}${last}]`
}

/** Objects of which no two are equal. */
function distinct(count: number): string {
  return Array.from({ length: count }, (_, index) => `{"a":[${index}]}`).join()
}

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"m${index}":${index}`).join()
}

function text(part: string, count: number, end = ''): string {
  return JSON.stringify(part.repeat(count) + end)
}

/** What takes long to look at, `DOUBLING` levels deep, where it is wrong. */
function ended(name: string, json: string): string {
  return chain(DOUBLING, `{"${name}":${json},"end":"a"}`)
}

/** One of two branches that are nearly the same. */
function costly(most: number): object {
  return {
    type: 'object',
    properties: {
      next: self,
      text: { maxLength: most, minLength: 1 },
      words: { pattern: '^([a-zA-Z0-9]+\\s?)*!$' },
      address: { format: 'uri' },
      list: { type: 'array', items: { type: 'number', minimum: most } },
      kinds: { type: 'array', items: { type: 'number' }, uniqueItems: true },
      unique: { type: 'array', uniqueItems: true },
      named: {
        propertyNames: { maxLength: most },
        patternProperties: { '^z': { type: 'string' } },
      },
      few: { maxProperties: most },
      only: { const: { most } },
      end: { type: 'integer' },
    },
  }
}

function branch(kind: string): object {
  return { type: 'object', properties: { kind: { const: kind } }, required: ['kind'] }
}
