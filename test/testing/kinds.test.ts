/** What an SDK signs for a kind of proof, the same SDK handles; with one character changed it does not. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'
import type { ReceiverOptions, SchemeInputs } from '../../templates/runtime/options.js'
import type { TestKeys } from '../../templates/runtime/testing/key-pair.js'
import { SIDES } from '../runtime/sides.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'
import { KEYED, type Kind } from './kinds.js'
import { PLACED } from './placed-kinds.js'

const PATIENCE_MILLISECONDS = 120_000
const KINDS = { ...KEYED, ...PLACED }
const PAYLOAD = { a: 'naïve', id: 'e-1' }

let out: string
let sdk: LoadedSdk
let testing: LoadedTesting

beforeAll(async () => {
  const schemes = Object.entries(KINDS).map(([name, { auth }]) => [name, auth])
  const config = {
    auth: { schemes: Object.fromEntries(schemes) },
    events: { type: '{header:x-event}', id: '{header:x-id}' },
    contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
    allowWeak: true,
  }
  const made = await generateOrThrow({
    'kinds/webhooks.json': config,
    'kinds/events/push.json': { type: 'object', required: ['a'] },
  })
  out = made.out
}, PATIENCE_MILLISECONDS)

function kindOf(name: string): Kind {
  const kind = Object.entries(KINDS).find(([known]) => known === name)?.[1]
  if (kind === undefined) throw new Error(`there is no kind ${name}`)
  return kind
}

/** The scheme's inputs, the same for signer and receiver. */
function inputs(name: string, keys: TestKeys | undefined): Record<string, SchemeInputs> {
  // Sound: the table holds what a consumer would write.
  return { [name]: { ...keys?.secrets, ...kindOf(name).given } as SchemeInputs }
}

function needsKeys(name: string): boolean {
  const { given, hasKeys } = kindOf(name)
  return hasKeys !== false && given?.['token'] === undefined
}

async function keysOf(name: string): Promise<TestKeys | undefined> {
  return needsKeys(name) ? testing.generateKeys(name) : undefined
}

async function signed(name: string, keys: TestKeys | undefined): Promise<Request> {
  const { form, payload = PAYLOAD, url } = kindOf(name)
  const options = { auth: inputs(name, keys), keys, url }
  if (form === undefined) return testing.sign('push', payload, options)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return testing.sign('push', payload, { ...options, body: form, headers })
}

function receiverOf(name: string, keys: TestKeys | undefined, more: ReceiverOptions = {}) {
  const options = { auth: inputs(name, keys), ...(keys && { fetch: keys.fetch }), ...more }
  return sdk.createReceiver(options)
}

async function delivered(request: Request): Promise<DeliveryInput & { readonly body: string }> {
  const { url, method, headers } = request
  return { url, method, headers: Object.fromEntries(headers), body: await request.text() }
}

/** Another character of the same kind. */
function changed(text: string, at: number): string {
  const other = text[at] === 'x' ? 'y' : 'x'
  return text.slice(0, at) + other + text.slice(at + 1)
}

async function broken(name: string, request: Request): Promise<DeliveryInput> {
  const delivery = await delivered(request)
  const { breaks = { text: 'na' } } = kindOf(name)
  if ('text' in breaks) {
    const { body } = delivery
    const inside = body.indexOf(breaks.text)
    return { ...delivery, body: changed(body, inside < 0 ? Math.floor(body.length / 2) : inside) }
  }
  if ('query' in breaks) {
    return {
      ...delivery,
      url: String(delivery.url).replace(`${breaks.query}=`, `${breaks.query}=9`),
    }
  }
  const value = request.headers.get(breaks.header) ?? ''
  const headers = { ...Object.fromEntries(request.headers) }
  return { ...delivery, headers: { ...headers, [breaks.header]: changed(value, value.length - 9) } }
}

describe.each(SIDES)('on %s', (_side, lookup) => {
  beforeAll(async () => {
    const original = process.getBuiltinModule
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    sdk = await loadSdk(out, 'kinds')
    testing = await loadTesting(out, 'kinds')
    Object.assign(process, { getBuiltinModule: original })
  }, PATIENCE_MILLISECONDS)

  describe.each(Object.keys(KINDS))('%s', (name) => {
    let keys: TestKeys | undefined
    beforeAll(async () => {
      keys = await keysOf(name)
    })

    test('is accepted, and handled', async () => {
      const delivery = await delivered(await signed(name, keys))
      const receiver = receiverOf(name, keys)
      await expect(receiver.verify(delivery)).resolves.toHaveProperty('coverage')
      if (kindOf(name).form !== undefined) return
      const handled: unknown[] = []
      receiver.onEvent('push', (event) => {
        handled.push(event)
      })
      const receipt = await receiver.receive(delivery)
      expect(receipt).toMatchObject({ outcome: 'handled', response: { status: 200 } })
      expect(handled).toMatchObject([kindOf(name).payload ?? PAYLOAD])
    })

    test('is refused with one character changed', async () => {
      const delivery = await broken(name, await signed(name, keys))
      const receipt = await receiverOf(name, keys).receive(delivery)
      expect(receipt.response.status).toBe(401)
    })

    if (!needsKeys(name)) return
    test('is refused under other keys', async () => {
      const request = await signed(name, keys)
      const others = await keysOf(name)
      const receipt = await receiverOf(name, others).receive(await delivered(request))
      expect(receipt.response.status).toBe(401)
    })
  })
})
