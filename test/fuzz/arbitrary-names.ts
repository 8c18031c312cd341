/** Seeded names of events, files, members and definitions: plain ones, their look-alikes, and attacks. */
import * as fc from 'fast-check'

/** Names of one family are alike: after sanitising, in another case, or to the eye. */
const PLAIN = ['order.created', 'order', 'a', 'user_id', 'invoice paid', 'naïve', '日本語', 'Ωmega']

const HOSTILE = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'then', 'length'],
  ...['class', 'default', 'import', 'Event', 'Events', 'Payload', 'Array', 'Record', 'unknown'],
  ...['*', '**', 'order.*', '.', '..', '...', '/', '//', '../../x', 'a/b', 'a\\b', 'C:\\x', '~/x'],
  ...['007', '1e3', '-0', '0x1', '-', '_', '__', '$', '$ref', '#', '#/a', '%2F', '%', '~0', '~1'],
  ...[`"`, `'`, '`', '\\', '\\u0041', '$' + '{1}', `\`\${1}\``, '{{x}}', '*/', '/*', '//', '<!--'],
  ...['</script>', '*/ export const pwn = 1 /*', '"; process.exit(9); "', `'); throw 1; ('`],
  ...['@ts-nocheck', '@deprecated', '{@link x}', '[a](b)', '| a | b |', '&amp;', 'a\nb', 'a\r\nb'],
  ...['\t', ' ', ' a', 'a ', '\u0000', '\u001b[31m', '\u2028', '\u2029', '\ufeff', '\u200b'],
  ...['a\u202eb', '\u2066a', 'a\u200db', 'e\u0301', '\u00e9', '\ufb01', '\u0131', '\u0130', 'ß'],
  ...['\ud800', 'a\udc00', '\ud83d\ude00', '\ud83d\udc68\u200d\ud83d\udc69', '\u{10ffff}'],
  ...['con', 'nul', 'aux.x', 'com1', 'index', 'a.d', 'a.explain', 'tolerant', 'a.json', 'a.schema'],
  ...['', 'x'.repeat(300), `${'y'.repeat(299)}z`, 'é'.repeat(90), 'a.'.repeat(150)],
]

const SEPARATORS = ['.', '/', '_', '-', ':', ' ', '', '..', '\\', '\u200b', '\u00ad', '\u202e', '@']

const words = fc.constantFrom('order', 'Order', 'ORDER', 'created', 'Created', 'x', '1', 'é', '*')

const joined = fc
  .tuple(fc.array(words, { minLength: 1, maxLength: 3 }), fc.constantFrom(...SEPARATORS))
  .map(([parts, separator]) => parts.join(separator))

/** Any UTF-16 at all, halves of pairs included. */
const units = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((codes) => String.fromCharCode(...codes))

export const names: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 6, arbitrary: joined },
  {
    weight: 1,
    arbitrary: fc.tuple(joined, fc.constantFrom(...HOSTILE)).map((two) => two.join('')),
  },
  { weight: 3, arbitrary: units },
)

/** Where an event has its name from: `names` is the config's map. */
export type Source = 'const' | 'x-event-type' | 'names' | 'file'

export interface NamedSchema {
  readonly source: Source
  readonly name: string
  /** The members of the payload, all of them required. */
  readonly members: readonly string[]
  /** The definition that the first member refers to. */
  readonly definition: string
}

export interface NamesCase {
  readonly events: readonly NamedSchema[]
}

const schemas: fc.Arbitrary<NamedSchema> = fc
  .record({
    source: fc.constantFrom<Source>('const', 'x-event-type', 'names', 'file'),
    name: names,
    members: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }),
    definition: names,
  })
  .map((one) =>
    one.source === 'file' && !isFileName(one.name) ? { ...one, source: 'const' } : one,
  )

export const namesCases: fc.Arbitrary<NamesCase> = fc.record({
  events: fc.uniqueArray(schemas, {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  }),
})

const MOST_BYTES = 240

/** Whether a file can be called so, and is a schema by its name. */
export function isFileName(name: string): boolean {
  return (
    !/[/\0\p{Surrogate}]/u.test(name) &&
    Buffer.byteLength(name) <= MOST_BYTES &&
    !/^(?:\.|_(?!_)|webhooks$|package$|tsconfig|$)|\.schema$/i.test(name)
  )
}
