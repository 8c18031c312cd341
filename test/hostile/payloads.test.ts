/** Signed payloads made to keep a generated receiver busy: each is refused, and soon. */
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../generator/generate.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { type LoadedSdk, type LoadedTesting, loadSdk, loadTesting } from '../support/sdk.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const MEBIBYTE = 1 << 20
const MOST_BYTES = 16 * MEBIBYTE
const MOST_MILLISECONDS = 2000

const tree = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false }

const SCHEMAS = {
  tree,
  deeper: { anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#' } }] },
  twice: {
    type: 'object',
    properties: { next: { anyOf: [{ $ref: '#' }, { $ref: '#' }] } },
    required: ['next'],
  },
  list: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 10 },
  unique: { type: 'array', uniqueItems: true, items: { type: 'object' }, maxItems: 100 },
  open: { type: 'object', propertyNames: { maxLength: 3 }, unevaluatedProperties: false },
  text: { type: 'string', maxLength: 10, pattern: '^(a+)+$' },
  words: { type: 'string', pattern: '^([a-zA-Z0-9]+\\s?)*$' },
  mail: { type: 'string', format: 'email' },
  address: { type: 'string', format: 'uri' },
  moment: { type: 'string', format: 'date-time' },
  host: { type: 'string', format: 'hostname' },
}

type Name = keyof typeof SCHEMAS

const nested = (levels: number, open: string, inner: string, close: string) =>
  open.repeat(levels) + inner + close.repeat(levels)

const hostile: readonly (readonly [what: string, event: Name, body: string])[] = [
  ['60 KB, 10,000 levels deep', 'tree', nested(10_000, '{"next":', '1', '}')],
  ['a list in a list in a list', 'deeper', nested(30_000, '[', '1', ']')],
  ['a choice at every level', 'twice', nested(30, '{"next":', '{"next":1}', '}')],
  ['lists without a schema', 'list', nested(100_000, '[', '', ']')],
  ['a million numbers', 'list', `[${'0,'.repeat(999_999)}0]`],
  ['a million strings', 'list', `[${'"",'.repeat(999_999)}""]`],
  ['a hundred thousand objects to compare', 'unique', `[${'{"a":1},'.repeat(99_999)}{}]`],
  ['a hundred thousand members', 'open', manyMembers(100_000)],
  ['a text of which a pattern tries every part', 'text', JSON.stringify(`${'a'.repeat(50)}!`)],
  ['the same of a mebibyte', 'words', JSON.stringify(`${'a'.repeat(MEBIBYTE)}!`)],
  ['an address of mail of a mebibyte', 'mail', JSON.stringify('a.'.repeat(MEBIBYTE / 2))],
  ['a URI of a mebibyte', 'address', JSON.stringify(`a://${'%41:@'.repeat(MEBIBYTE / 5)} `)],
  ['a time of a mebibyte', 'moment', JSON.stringify(`2020-01-01T00:00:00.${'0'.repeat(MEBIBYTE)}`)],
  ['a host of a mebibyte', 'host', JSON.stringify(`${'a-'.repeat(MEBIBYTE / 2)}`)],
]

function manyMembers(count: number): string {
  return `{${Array.from({ length: count }, (_, index) => `"m${index}":${index}`).join()}}`
}

const out = temporaryFolder()
let sdk: LoadedSdk
let testing: LoadedTesting

beforeAll(async () => {
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => [`events/${name}.json`, schema])
  const folder = writeFiles(join(temporaryFolder(), 'hostile'), {
    ...Object.fromEntries(schemas),
    'webhooks.json': {
      provider: 'hostile',
      auth: { type: 'standardWebhooks' },
      validation: 'strict',
      events: { type: '{query:event}', id: '{header:webhook-id}' },
    },
  })
  const { diagnostics } = await generate({ folders: [folder], out, build: false })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  sdk = await loadSdk(out, 'hostile')
  testing = await loadTesting(out, 'hostile')
}, 300_000)

async function deliver(event: string, body: string, validation?: 'tolerant') {
  const receiver = sdk.createReceiver({
    secret: SECRET,
    logger: { warn() {}, error() {} },
    limits: { bodyBytes: MOST_BYTES },
    ...(validation && { validation }),
  })
  let handled = 0
  receiver.onAny(() => void handled++)
  const bytes = Buffer.from(body)
  const { method, url, headers } = await testing.sign(event, undefined, {
    secret: SECRET,
    body: bytes,
  })
  const began = performance.now()
  const { response } = await receiver.receive({ method, url, headers, body: bytes })
  return { status: response.status, handled, took: performance.now() - began }
}

describe.each(['strict', 'tolerant'] as const)('a receiver that is %s', (mode) => {
  test.each(hostile)('refuses %s', async (_what, event, body) => {
    const validation = mode === 'tolerant' ? mode : undefined
    const { status, handled, took } = await deliver(event, body, validation)
    // Tolerant, a format that fails and a member that is not known are told of and taken.
    const isTaken = mode === 'tolerant' && status === 200
    expect(isTaken || [400, 413, 422].includes(status)).toBe(true)
    expect(handled).toBe(isTaken ? 1 : 0)
    expect(took).toBeLessThan(MOST_MILLISECONDS)
  })

  test('and takes the next one', async () => {
    expect(await deliver('tree', '{"next":{}}')).toMatchObject({ status: 200, handled: 1 })
  })
})
