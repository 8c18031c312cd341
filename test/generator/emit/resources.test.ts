/** `hydrate` in a config: typed, validated resources in the SDK, and mistakes at their place. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../support/commands.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'
import { generate } from '../../support/package.js'
import { generateFrom, generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const HYDRATE = {
  url: '{json:/resource_url}',
  hosts: ['api.acme.test'],
  schema: { 'contact.created': 'resources/contact.json' },
  limits: { seconds: 5, bytes: 1000 },
}
const event = (type: string) => ({
  type: 'object',
  properties: { type: { const: type }, resource_url: { type: 'string' } },
  required: ['type', 'resource_url'],
})
const contact = {
  type: 'object',
  properties: { name: { type: 'string' }, home: { $ref: '_address.json' } },
  required: ['name'],
}

const files = (hydrate: object | undefined) => ({
  'acme/webhooks.json': {
    auth: { type: 'bearer' },
    ...(hydrate !== undefined && { hydrate }),
  },
  'acme/events/contact.created.json': event('contact.created'),
  'acme/events/contact.deleted.json': event('contact.deleted'),
  'acme/resources/contact.json': contact,
  'acme/resources/_address.json': { type: 'object', properties: { city: { type: 'string' } } },
})

const delivery = (type: string) => ({
  headers: { authorization: 'Bearer t' },
  body: JSON.stringify({ type, resource_url: 'https://api.acme.test/contacts/1' }),
})

test.each(['index', 'core'])('%s: a handler gets the resource of its event', async (entry) => {
  const { out } = await generateOrThrow(files(HYDRATE))
  const createReceiver = await creatorOf(out, entry)
  const answers: unknown[] = [{ name: 'Ada' }, { name: 'Ada', home: { city: 1 } }]
  const receiver = createReceiver({
    secret: 't',
    fetch: async () => Response.json(answers.shift()),
  })
  const seen: unknown[] = []
  receiver.onEvent('contact.created', async (_event, ctx) => {
    // Sound: that is what is tested; the loaded SDK comes without its types.
    const { fetchResource } = ctx as unknown as { fetchResource: () => Promise<unknown> }
    await fetchResource().then(
      (resource) => seen.push(resource),
      ({ code, issues }) => seen.push([code, issues]),
    )
  })
  await receiver.receive(delivery('contact.created'))
  await receiver.receive(delivery('contact.created'))
  expect(seen).toEqual([
    { name: 'Ada' },
    [
      'ERR_PAYLOAD_INVALID',
      [{ pointer: '/home/city', keyword: 'type', message: expect.stringContaining('string') }],
    ],
  ])
})

/** Of the entry that knows every event, or of the one that is given one. */
async function creatorOf(out: string, entry: string): Promise<LoadedSdk['createReceiver']> {
  const { createReceiver, eventNames } = await loadSdk(out, 'acme')
  expect(eventNames).toEqual(['contact.created', 'contact.deleted'])
  if (entry === 'index') return createReceiver
  const core = await import(join(out, 'acme/src/core.ts'))
  const { event: created } = await import(join(out, 'acme/src/events/contact.created.ts'))
  return (options) => core.createReceiver({ ...options, events: [created] })
}

const consumers = {
  index: `import { createReceiver } from './index.js'
const receiver = createReceiver({ secret: 't', hydrate: { bearer: 'x' } })
receiver.onEvent('contact.*', async (_event, ctx) => {
  // @ts-expect-error one of the events has no resource
  await ctx.fetchResource()
})
`,
  core: `import { createReceiver } from './core.js'
import { event as created } from './events/contact.created.js'
import { event as deleted } from './events/contact.deleted.js'
const receiver = createReceiver({
  secret: 't',
  hydrate: { bearer: 'x' },
  events: [created, deleted],
})
const fewer = createReceiver({ secret: 't', events: [deleted] })
// @ts-expect-error the receiver knows no event with a resource
fewer.onEvent('contact.created', () => undefined)
`,
}
const handlers = `receiver.onEvent('contact.created', async (event, ctx) => {
  const { name, home } = await ctx.fetchResource()
  const text: string = name + (home?.city ?? '') + event.resource_url
  // @ts-expect-error a resource is no any
  const wrong: number = name
  return [text, wrong]
})
receiver.onEvent('contact.deleted', async (_event, ctx) => {
  // @ts-expect-error the event has no resource
  await ctx.fetchResource()
})
receiver.onEvent(['contact.created', 'contact.deleted'], async (_event, ctx) => {
  // @ts-expect-error one of the events has no resource
  await ctx.fetchResource()
})
export const { onAny, fetch } = receiver
`

test('the resource is typed for each event, and only in an SDK that has resources', async () => {
  const { out } = await generateOrThrow(files(HYDRATE))
  const tsc = join(process.cwd(), 'node_modules/.bin/tsc')
  const folder = join(out, 'acme')
  for (const [entry, text] of Object.entries(consumers)) {
    writeFileSync(join(folder, `src/consumer-${entry}.ts`), text + handlers)
  }
  const { code, stdout } = await run(tsc, ['-p', 'tsconfig.json', '--noEmit'], folder)
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})

test.each([
  { kind: 'one schema for all events', hydrate: { ...HYDRATE, schema: 'resources/contact.json' } },
  { kind: 'a schema for some of them', hydrate: HYDRATE },
  { kind: 'no limits', hydrate: { ...HYDRATE, limits: undefined } },
])('an SDK with resources is built: $kind', async ({ hydrate }) => {
  const folder = writeFiles(temporaryFolder(), files(hydrate))
  const out = temporaryFolder()
  const { diagnostics } = await generate({ folders: [folder], out })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(readdirSync(join(out, 'acme'))).toContain('dist')
})

test('an SDK without resources holds none of it', async () => {
  const { out } = await generateOrThrow(files(undefined))
  const read = (path: string) => readFileSync(join(out, 'acme/src', path), 'utf8')
  expect(() => read('resources.ts')).toThrow('ENOENT')
  expect(() => read('runtime/outbound/hydrate.ts')).toThrow('ENOENT')
  expect(() => read('runtime/outbound/send.ts')).toThrow('ENOENT')
  expect(read('index.ts')).toContain('| "hydrate"')
})

test('limits, hosts and the URL come out as the config has them', async () => {
  const { out } = await generateOrThrow(files(HYDRATE))
  const text = readFileSync(join(out, 'acme/src/resources.ts'), 'utf8')
  expect(text).toMatch(/milliseconds: 5000,\s+bytes: 1000/)
  expect(text).toMatch(/hosts: \["api\.acme\.test"\]/)
})

const mistakes: [name: string, hydrate: object, code: string, pointer: string, message: RegExp][] =
  [
    [
      'a schema that is not there',
      { ...HYDRATE, schema: 'resources/contcat.json' },
      'ERR_HYDRATE_SCHEMA',
      '#/hydrate/schema',
      /^there is no schema "resources\/contcat\.json" in the provider's folder$/,
    ],
    [
      'a schema outside the folder',
      { ...HYDRATE, schema: '../other/contact.json' },
      'ERR_HYDRATE_SCHEMA',
      '#/hydrate/schema',
      /^there is no schema "\.\.\/other\/contact\.json"/,
    ],
    [
      'an event that nobody knows',
      { ...HYDRATE, schema: { 'contact.creatd': 'resources/contact.json' } },
      'ERR_HYDRATE_EVENT',
      '#/hydrate/schema/contact.creatd',
      /^there is no event "contact\.creatd"$/,
    ],
    [
      'a URL from the event without hosts',
      { url: '{json:/resource_url}', schema: 'resources/contact.json' },
      'ERR_OUTBOUND_HOSTS',
      '#/hydrate',
      /nothing says which hosts may be called/,
    ],
    [
      'hosts of everybody',
      { ...HYDRATE, hosts: ['*.com'] },
      'ERR_OUTBOUND_HOSTS',
      '#/hydrate/hosts/0',
      /^"\*\.com" is no pattern for host names of one provider$/,
    ],
    [
      'plain HTTP',
      { ...HYDRATE, url: 'http://api.acme.test/{json:/id}' },
      'ERR_OUTBOUND_URL',
      '#/hydrate/url',
      /must begin with "https:\/\/"/,
    ],
    [
      'a secret of the proof in the URL',
      { ...HYDRATE, url: 'https://api.acme.test/{secret:SECRET}' },
      'ERR_EXPR',
      '#/hydrate/url',
      /^the source "secret" cannot be read here/,
    ],
    [
      'a limit of an hour',
      { ...HYDRATE, limits: { seconds: 3600 } },
      'ERR_CONFIG',
      '#/hydrate/limits/seconds',
      /must be <= 60/,
    ],
  ]
test.each(mistakes)(
  '%s is an error at its place',
  async (_name, hydrate, code, pointer, message) => {
    const { report } = await generateFrom(files(hydrate))
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ code, pointer, message: expect.stringMatching(message) }])
  },
)
