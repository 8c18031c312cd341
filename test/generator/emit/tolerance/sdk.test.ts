/** A generated SDK: what `validation` in the config and of a receiver does, to values and to types. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../support/commands.js'
import { generateFrom, generateOrThrow, loadSdk } from '../../../support/sdk.js'

const paid = {
  type: 'object',
  required: ['type', 'state'],
  properties: {
    type: { const: 'paid' },
    state: { enum: ['open', 'done'] },
    due: { type: 'string', format: 'date' },
    amount: { type: 'number' },
  },
  additionalProperties: false,
}
const plain = { type: 'object', required: ['type'], properties: { type: { const: 'plain' } } }

const files = (validation?: string) => ({
  'acme/webhooks.json': {
    auth: { type: 'bearer' },
    hydrate: { url: 'https://api.acme.test/{json:/type}', schema: 'about.json' },
    ...(validation && { validation }),
  },
  'acme/events/paid.json': paid,
  'acme/events/plain.json': plain,
  'acme/about.json': { ...plain, additionalProperties: false },
})

const made = new Map<string | undefined, Promise<string>>()

/** The output folder of an SDK whose config says so, generated once. */
function outOf(validation?: string): Promise<string> {
  const out = made.get(validation) ?? generateOrThrow(files(validation)).then(({ out }) => out)
  made.set(validation, out)
  return out
}

const known = { type: 'paid', state: 'open', due: '2024-02-29', amount: 1 }
const drifting = { type: 'paid', state: 'new', due: 'soon', extra: 1 }
const wrong = { ...drifting, amount: 'much' }

const deliver = (payload: unknown) => ({
  headers: { authorization: 'Bearer t' },
  body: JSON.stringify(payload),
})

const modes: [validation: string | undefined, outcomes: string[]][] = [
  [undefined, ['handled', 'handled', 'invalid']],
  ['tolerant', ['handled', 'handled', 'invalid']],
  ['strict', ['handled', 'invalid', 'invalid']],
  ['off', ['handled', 'handled', 'handled']],
]
test.each(modes)('a config that says %s', async (config, outcomes) => {
  const out = await outOf(config)
  const { createReceiver, schemas } = await loadSdk(out, 'acme')
  const receiver = createReceiver({ secret: 't' })
  receiver.onEvent('paid', () => undefined)
  for (const [index, payload] of [known, drifting, wrong].entries()) {
    expect(await receiver.receive(deliver(payload))).toMatchObject({ outcome: outcomes[index] })
  }
  // The schemas say what they say, whatever receivers are told.
  const { issues } = (await schemas['paid']?.['~standard'].validate(drifting)) ?? {}
  expect(issues).toHaveLength(3)
})

test.each(['tolerant', 'strict', 'off'] as const)('a receiver that says %s', async (validation) => {
  const out = await outOf()
  const { createReceiver } = await loadSdk(out, 'acme')
  const receiver = createReceiver({ secret: 't', validation })
  const outcomes = modes.find(([config]) => config === validation)?.[1] ?? []
  receiver.onEvent('paid', () => undefined)
  const drifts: unknown[] = []
  receiver.onDrift((drift) => drifts.push(drift))
  for (const [index, payload] of [known, drifting, wrong].entries()) {
    expect(await receiver.receive(deliver(payload))).toMatchObject({ outcome: outcomes[index] })
  }
  const issues = [
    { pointer: '', keyword: 'additionalProperties' },
    { pointer: '/state', keyword: 'enum' },
    { pointer: '/due', keyword: 'format' },
  ]
  const drift = { name: 'paid', subject: 'payload', count: 3, issues }
  expect(drifts).toMatchObject(validation === 'tolerant' ? [drift] : [])
  // The property is named, and no value is.
  expect(JSON.stringify(drifts)).not.toMatch(/soon|new/)
})

test('what is no mode is a mistake in the config', async () => {
  const { report } = await generateFrom(files('loose'))
  expect(report.diagnostics).toMatchObject([{ severity: 'error', pointer: '#/validation' }])
})

describe('what an event is about', () => {
  const answers: [config: string | undefined, options: object, taken: boolean][] = [
    [undefined, {}, true],
    [undefined, { validation: 'off' }, true],
    [undefined, { validation: 'strict' }, false],
    ['strict', {}, false],
    ['strict', { validation: 'tolerant' }, false],
    ['off', {}, false],
  ]
  test.each(answers)('config %s, receiver %j: takes more %s', async (config, options, taken) => {
    const out = await outOf(config)
    const { createReceiver } = await loadSdk(out, 'acme')
    const fetch = async () => Response.json({ type: 'plain', extra: 1 })
    const logger = { warn: () => undefined, error: () => undefined }
    const receiver = createReceiver({ secret: 't', fetch, logger, ...options })
    const drifts: unknown[] = []
    receiver.onDrift(({ name, subject }) => drifts.push([name, subject]))
    // Sound: that the context can is tested elsewhere; the loaded SDK comes without its types.
    receiver.onEvent('plain', (_event, ctx) => Reflect.get(ctx, 'fetchResource')())
    const { outcome } = await receiver.receive(deliver({ type: 'plain' }))
    expect(outcome).toBe(taken ? 'handled' : 'failed')
    expect(drifts).toEqual(taken ? [['plain', 'resource']] : [])
  })
})

/** Modules that a token imports before anything is called. */
function heldModules(out: string, token: string): readonly string[] {
  const text = readFileSync(join(out, 'acme/src/events', `${token}.ts`), 'utf8')
  return [...text.matchAll(/^import .*"\.\.\/(validators\/.+)"$/gm)].map(([, path = '']) => path)
}

const held: [config: string | undefined, paid: string][] = [
  [undefined, 'validators/tolerant/paid.js'],
  ['strict', 'validators/paid.js'],
  ['off', 'validators/paid.js'],
]
test.each(held)('config %s: a token holds the one validator of its types', async (config, path) => {
  const out = await outOf(config)
  expect(heldModules(out, 'paid')).toEqual([path])
  expect(heldModules(out, 'plain')).toEqual(['validators/plain.js'])
  const { event } = await import(join(out, 'acme/src/events/paid.ts'))
  expect([known, drifting, wrong].map(event.is)).toEqual([true, config === undefined, false])
  const { createReceiver } = await import(join(out, 'acme/src/core.ts'))
  for (const [validation, outcomes] of modes.slice(1)) {
    const receiver = createReceiver({ secret: 't', events: [event], validation })
    receiver.onEvent('paid', () => undefined)
    for (const [index, payload] of [known, drifting, wrong].entries()) {
      expect(await receiver.receive(deliver(payload))).toMatchObject({ outcome: outcomes[index] })
    }
  }
})

const CONSUMER = `import { createReceiver, type Drift, type Events } from './index.js'
import { createReceiver as createCore } from './core.js'
import { event } from './events/paid.js'

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const secret = 's'
const drifts: Drift[] = []

const usual = createReceiver({ secret })
usual.onDrift((drift) => drifts.push(drift))
usual.onEvent('paid', (payload) => {
  const same: Is<typeof payload, Events['paid']> = USUAL
  return same
})
createReceiver({ secret, validation: 'off' }).onEvent('paid', (payload) => {
  const same: Is<typeof payload, unknown> = true
  return same
})
createReceiver({ secret, validation: 'strict' }).onEvent('paid', (payload) => payload.state)
createReceiver({ secret, validation: 'tolerant' }).onEvent('paid', (payload) => {
  const same: Is<typeof payload, unknown> = TOLERANT_IS_UNKNOWN
  return same
})
createCore({ secret, events: [event] }).onEvent('paid', (payload) => {
  const same: Is<typeof payload, Events['paid']> = USUAL
  return same
})
createCore({ secret, events: [event], validation: 'off' }).onEvent('paid', (payload) => {
  const same: Is<typeof payload, unknown> = true
  return same
})
// @ts-expect-error there is no such mode
createReceiver({ secret, validation: 'loose' })

declare const paid: Events['paid']
const state: 'open' | 'done' | (string & {}) = paid.state
// EXPECT
export const other: Events['paid'] = { type: 'paid', state: 'new' }
// @ts-expect-error a misspelt name does not compile
paid.stat
if (paid.state === 'open') drifts.length = 0
export { state }
`

const typings: [config: string, usual: boolean, tolerantIsUnknown: boolean][] = [
  ['tolerant', true, false],
  ['strict', true, true],
]
test.each(typings)('config %s: the types', async (config, usual, tolerantIsUnknown) => {
  const out = await outOf(config)
  const expected = config === 'tolerant' ? '' : '// @ts-expect-error not a listed state'
  const text = CONSUMER.replaceAll('USUAL', String(usual))
    .replace('TOLERANT_IS_UNKNOWN', String(tolerantIsUnknown))
    .replace('// EXPECT', expected)
  const folder = join(out, 'acme')
  writeFileSync(join(folder, 'src/consumer.ts'), text)
  const tsc = join(process.cwd(), 'node_modules/.bin/tsc')
  const { code, stdout } = await run(tsc, ['-p', 'tsconfig.json', '--noEmit'], folder)
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})
