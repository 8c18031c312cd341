/** The schemas and the config of CentrePoint: what is really sent passes, what is broken does not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { broken, unusual } from './centrepoint-cases.js'

type Json = Record<string, unknown>
type Path = readonly (string | number)[]

const SCHEMAS = fileURLToPath(new URL('../../schemas/', import.meta.url))
const EVENTS = join(SCHEMAS, 'centrepoint/events')
const CORPUS = join(process.env['HOOKWRIGHT_SHARED'] ?? '../shared', 'corpora/actigraph')

/** The events, and what may be missing in their examples: everything else there is required. */
const ABSENTABLE: Readonly<Record<string, readonly string[]>> = {
  cp2_daily_statistics_complete: [],
  daily_statistics_complete: ['0/subjectIdentifier'],
  data_retrieval_complete: [],
  raw_processing_complete: [
    '0/subject_identifier',
    '0/error_message',
    '1/subject_identifier',
    '1/min_event_timestamp',
    '1/max_event_timestamp',
    '1/error_message',
  ],
  upload: [],
}
const NAMES = Object.keys(ABSENTABLE)

const files = readdirSync(EVENTS)
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
ajvFormats.default(ajv)
for (const file of files) ajv.addSchema(read(join(EVENTS, file)), file)

function read(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** What is wrong with a payload, as `keyword /place`. */
function faults(schema: string, payload: unknown): readonly string[] {
  const validate = ajv.getSchema(schema)
  if (validate === undefined) throw new Error(`there is no schema ${schema}`)
  validate(payload)
  return (validate.errors ?? []).map(({ keyword, instancePath, params }) =>
    keyword === 'required'
      ? `required ${instancePath}/${params['missingProperty']}`
      : `${keyword} ${instancePath}`,
  )
}

function examplesOf(name: string): readonly unknown[] {
  const { examples } = read(join(EVENTS, `${name}.json`))
  return Array.isArray(examples) ? examples : []
}

/** A copy with one value changed, or taken out where the new one is `undefined`. */
function edit(value: unknown, [step, ...rest]: Path, next: unknown): unknown {
  if (step === undefined) return next
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === Number(step) ? edit(item, rest, next) : item))
  }
  const copy: Json = { ...Object(value) }
  const inner = edit(copy[step], rest, next)
  if (inner === undefined) delete copy[step]
  else copy[step] = inner
  return copy
}

/** The faults of an example after one edit; `at` is the number of the example and a place in it. */
function faultsAfter(name: string, at: string, next: unknown): readonly string[] {
  const [index, ...path] = at.split('/')
  const payload = examplesOf(name)[Number(index)]
  if (payload === undefined) throw new Error(`${name} has no example ${index}`)
  return faults(`${name}.json`, edit(payload, path, next))
}

function* leaves(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leaves(item, [...path, index])
  } else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key])
}

test('the folder holds the five events and nothing else', () => {
  const names = NAMES.map((name) => `${name}.json`)
  expect(files.filter((file) => !file.startsWith('_')).sort()).toEqual(names)
})

describe('the config', () => {
  const config = read(join(SCHEMAS, 'centrepoint/webhooks.json'))
  const meta = read(join(SCHEMAS, 'meta/webhooks.schema.json'))
  const validate = new Ajv({ strict: false, allErrors: true }).compile(meta)

  test('fits the meta-schema', () => {
    validate(config)
    expect(validate.errors ?? []).toEqual([])
  })

  test('a key that the meta-schema does not know is refused', () => {
    expect(validate({ ...config, shemes: {} })).toBe(false)
  })

  test('reads type and id from the headers that are sent', () => {
    expect(config).toMatchObject({
      events: { type: '{header:X-ActiGraph-Event}', id: '{header:X-ActiGraph-Delivery}' },
      sender: { retries: true },
    })
  })

  test('signatures are base64 of the HMAC over the body alone; Basic and OAuth 2 are the other choices, all of them over HTTPS', () => {
    const signature = { from: '{header:X-ActiGraph-Signature}', encoding: 'base64' }
    expect(config['auth']).toEqual({
      schemes: {
        signature: {
          type: 'signature',
          alg: 'hmac-sha256',
          key: { secret: 'PASSCODE' },
          content: '{body}',
          signature,
        },
        basic: { type: 'basic' },
        oauth2: { type: 'oauth2' },
      },
      require: [{ type: 'transport', https: true }],
    })
  })

  test('the handshake echoes the hook secret and nothing else', () => {
    const secret = { 'X-ActiGraph-Hook-Secret': '{header:X-ActiGraph-Hook-Secret}' }
    expect(config['handshakes']).toEqual([
      {
        name: 'validation',
        method: 'POST',
        match: [{ value: '{header:X-ActiGraph-Event}', equals: 'validation' }],
        verify: 'none',
        respond: { status: 200, headers: secret },
      },
    ])
  })
})

describe.skipIf(!existsSync(CORPUS))('payloads of the corpus (needs HOOKWRIGHT_SHARED)', () => {
  const verdicts: { wire: string; payload: string; valid: boolean }[] = existsSync(CORPUS)
    ? JSON.parse(readFileSync(join(CORPUS, 'VERDICTS.json'), 'utf8'))
    : []
  const events = verdicts.filter(({ wire }) => wire !== 'validation')

  test('every event has one', () => {
    expect([...new Set(events.map(({ wire }) => wire))].sort()).toEqual(NAMES)
  })

  test.each(events)('$payload', ({ wire, payload, valid }) => {
    const found = faults(`${wire}.json`, read(join(CORPUS, payload)))
    if (valid) expect(found).toEqual([])
    else expect(found).not.toEqual([])
  })
})

describe.each(NAMES)('%s', (name) => {
  const examples = examplesOf(name)
  const spots = [...leaves(examples)].map(([path]) => ({ path, at: path.join('/') }))

  test('its own examples are valid', () => {
    expect(examples.length).toBeGreaterThan(0)
    for (const payload of examples) expect(faults(`${name}.json`, payload)).toEqual([])
  })

  test('no value turns into a boolean', () => {
    const taken = spots.filter(({ at }) => faultsAfter(name, at, true).length === 0)
    expect(taken).toEqual([])
  })

  test('what its examples hold is required, but for what may be missing', () => {
    const members = spots.filter(({ path }) => typeof path.at(-1) === 'string')
    const absentable = members.filter(({ at }) => faultsAfter(name, at, undefined).length === 0)
    expect(absentable.map(({ at }) => at)).toEqual(ABSENTABLE[name])
  })

  test('a field that the sender adds does no harm', () => {
    for (const index of examples.keys()) {
      expect(faultsAfter(name, `${index}/newlyAdded`, { a: 1 })).toEqual([])
    }
  })

  test.each([[null], [[]], ['text'], [7], [{}]])('%j is no payload', (payload) => {
    expect(faults(`${name}.json`, payload)).not.toEqual([])
  })
})

test('no number of an example may be negative', () => {
  const numbers = NAMES.flatMap((name) =>
    [...leaves(examplesOf(name))]
      .filter(([, value]) => typeof value === 'number')
      .map(([path]) => ({ name, at: path.join('/'), place: `/${path.slice(1).join('/')}` })),
  )
  expect(numbers.length).toBeGreaterThan(0)
  for (const { name, at, place } of numbers) {
    expect(faultsAfter(name, at, -1)).toContain(`minimum ${place}`)
  }
})

test.each(broken)('%s refuses %s', (name, _why, at, next, want) => {
  expect(faultsAfter(name, at, next)).toContain(want)
})

test.each(unusual)('%s takes %s', (name, _why, at, next) => {
  expect(faultsAfter(name, at, next)).toEqual([])
})

test.each([
  ['_freedson.json', 'FreedsonAggregation', 20, true],
  ['_staudenmayer.json', 'StaudenmayerAggregation', 32, true],
  ['_crouter.json', 'CrouterAggregation', 40, false],
  ['_shared.json', 'StepsAggregation', 4, true],
])('%s: the %s has %i numbers, none negative', (file, name, size, isRequired) => {
  const schema = `${file}#/$defs/${name}`
  const keys = Object.keys(Object(ajv.getSchema(schema)?.schema).properties)
  expect(keys).toHaveLength(size)
  const zeros = Object.fromEntries(keys.map((key) => [key, 0]))
  expect(faults(schema, zeros)).toEqual([])
  for (const key of keys) {
    expect(faults(schema, { ...zeros, [key]: -1 })).toEqual([`minimum /${key}`])
    const missing = isRequired ? [`required /${key}`] : []
    expect(faults(schema, edit(zeros, [key], undefined))).toEqual(missing)
  }
})
