/** 410 for what was unsubscribed, of providers whose secret is the same for all subscriptions. */
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { silent } from '../runtime/acme.js'
import { run } from '../support/commands.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'
import { api, type Call, serve } from './serve.js'

const hooks = 'https://api.acme.test/hooks'

function provider(delivered: string, unsubscribe: string) {
  return {
    events: { type: 'changed' },
    auth: {
      type: 'signature',
      alg: 'hmac-sha256',
      key: { secret: 'KEY' },
      content: '{body}',
      signature: { from: '{header:x-signature}', encoding: 'hex' },
    },
    subscriptions: {
      url: hooks,
      registration: '{param:name}',
      delivered,
      subscribe: { body: { url: 'https://me.test/hooks/{param:name}?for={param:name}' } },
      unsubscribe: { url: unsubscribe },
    },
  }
}

const byId = `${hooks}/{param:id}`
const CONFIGS: Readonly<Record<string, object>> = {
  query: provider('{query:for}', byId),
  path: provider('{path|split:/:2}', byId),
  header: provider('{header:x-subscription}', byId),
  body: provider('{json:/subscription}', byId),
  named: provider('{query:for}', `${hooks}/{param:name}`),
}

let out: string

beforeAll(async () => {
  const files = Object.entries(CONFIGS).flatMap(([name, config]) => [
    [`${name}/webhooks.json`, config],
    [`${name}/events/changed.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

/** A genuine delivery for a subscription, which is named where the provider names it. */
function deliveryTo(kind: string, name: string): Call {
  const body = JSON.stringify(kind === 'body' ? { subscription: name } : {})
  const signature = createHmac('sha256', 'k').update(body).digest('hex')
  return {
    path: kind === 'path' ? `/hooks/${name}` : kind === 'body' ? '/' : `/?for=${name}`,
    headers: {
      'content-type': 'application/json',
      'x-signature': signature,
      ...(kind === 'header' && { 'x-subscription': name }),
    },
    body,
  }
}

/** A receiver with two subscriptions, and how the first is ended. */
async function subscribed(kind: string) {
  const { createReceiver } = await loadSdk(out, kind)
  // The loaded module comes without its types; the last test looks at those.
  const { createSubscriptions } = await import(join(out, kind, 'src/subscriptions.ts'))
  const store = memorySecretStore()
  const receiver = createReceiver({ secret: 'k', secretStore: store, logger: silent })
  receiver.onAny(() => undefined)
  const { asked, fetch } = api(Response.json({ id: 1 }), Response.json({ id: 2 }))
  const subscriptions = createSubscriptions({ credentials: undefined, store, fetch })
  for (const name of ['first', 'second']) await subscriptions.subscribe({ name })
  const call = await serve(receiver)
  const statusOf = async (name: string) => (await call(deliveryTo(kind, name))).status
  return { asked, subscriptions, statusOf, call, store }
}

test.each(['query', 'path', 'header', 'body'])(
  'a subscription that the %s names is answered with 410 once it was ended',
  async (kind) => {
    const { subscriptions, statusOf, call } = await subscribed(kind)
    expect([await statusOf('first'), await statusOf('second')]).toEqual([200, 200])
    await subscriptions.unsubscribe({ id: '1' }, 'first')
    expect([await statusOf('first'), await statusOf('second')]).toEqual([410, 200])
    const forged = deliveryTo(kind, 'first')
    const headers = { ...forged.headers, 'x-signature': '00' }
    expect((await call({ ...forged, headers })).status).toBe(401)
  },
)

test('a delivery that names its subscription twice is refused, whether one was ended or not', async () => {
  const { subscriptions, call } = await subscribed('query')
  const twice = { ...deliveryTo('query', 'first'), path: '/?for=first&for=second' }
  expect((await call(twice)).status).toBe(401)
  await subscriptions.unsubscribe({ id: '1' }, 'first')
  expect((await call(twice)).status).toBe(401)
})

test('parameters that name the registration are enough to end it', async () => {
  const { asked, subscriptions, statusOf } = await subscribed('named')
  await subscriptions.unsubscribe({ name: 'second' })
  expect(asked.at(-1)).toMatchObject({ method: 'DELETE', url: `${hooks}/second` })
  expect([await statusOf('first'), await statusOf('second')]).toEqual([200, 410])
})

test('without its registration nothing is ended, and nothing is asked', async () => {
  const { asked, subscriptions, statusOf } = await subscribed('query')
  await expect(subscriptions.unsubscribe({ id: '1' })).rejects.toThrow(
    new TypeError('the parameters name no registration'),
  )
  expect(asked).toHaveLength(2)
  expect(await statusOf('first')).toBe(200)
})

test('the types ask for the registration where the parameters do not name it', async () => {
  const consumer = `import { createSubscriptions } from './subscriptions.js'
const { unsubscribe } = createSubscriptions({ credentials: undefined })
export const right = [unsubscribe(RIGHT)]
// @ts-expect-error a registration too few, or too many
export const wrong = [unsubscribe(WRONG)]
`
  const given = {
    query: ["{ id: '1' }, 'first'", "{ id: '1' }"],
    named: ["{ name: 'a' }", "{ name: 'a' }, 'b'"],
  }
  for (const [kind, [right = '', wrong = '']] of Object.entries(given)) {
    const folder = join(out, kind)
    const text = consumer.replace('RIGHT', right).replace('WRONG', wrong)
    writeFileSync(join(folder, 'src/consumer.ts'), text)
    const tsc = join(process.cwd(), 'node_modules/.bin/tsc')
    const { code, stdout } = await run(tsc, ['-p', 'tsconfig.json', '--noEmit'], folder)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(readFileSync(join(folder, 'src/provider.ts'), 'utf8')).toMatch(/subscription: \(d\)/)
  }
})
