/**
 * One delivery for each preset, through `receive()` to a handler, with the schema under the name that
 * a user of the provider would give it. The bytes were made by the provider's documented recipe,
 * outside of this project's code, or were recorded.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { presetNames } from '../../../generator/presets/presets.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'

/** All presets are compiled, and type-checked, in one run. */
const PATIENCE_MILLISECONDS = 400_000

interface DeliveryFile {
  /** Where the provider says how it signs, and how these bytes were made. */
  readonly recipe: string
  /** The user's files, by path in the provider's folder, named as the provider names its events. */
  readonly schemas: Readonly<Record<string, unknown>>
  /** What the user's `webhooks.json` has beside `"auth": { "preset": … }`. */
  readonly config?: JsonObject
  /** Of `createReceiver`, as JSON. */
  readonly options: Omit<ReceiverOptions, 'clock' | 'fetch' | 'logger'>
  /** What the receiver fetches (keys, certificates): URL to text. */
  readonly fetched?: Readonly<Record<string, string>>
  /** Seconds since the epoch. */
  readonly now: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly bodyBase64?: string
  }
  /** The events that handlers must get, in order. */
  readonly events: readonly { readonly name: string; readonly id?: string }[]
  /** What the provider must be answered, where it demands more than a status of success. */
  readonly response?: {
    readonly status?: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  }
  /** The proof is in the body and does not cover the rest of it: only another secret is refused. */
  readonly bodyNotSigned?: true
}

/** The whole proof is in the body, whatever the headers are: vectors.test.ts forges those bodies. */
const PROOF_IN_BODY = new Set(['adyen-payments', 'apple-app-store', 'aws-sns', 'dropbox-sign'])

const FOLDER = new URL('./deliveries/', import.meta.url)
const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))

function readDelivery(name: string): DeliveryFile {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
}

/** The same options with secrets that nothing was signed with. */
function withOtherSecrets(delivery: DeliveryFile): DeliveryFile {
  const { secrets = {} } = delivery.options
  const others = Object.entries(secrets).map(([key, value]) => [key, `${String(value)}-other`])
  return { ...delivery, options: { ...delivery.options, secrets: Object.fromEntries(others) } }
}

function optionsOf({ options, fetched = {}, now }: DeliveryFile): ReceiverOptions {
  const silent = () => {}
  return {
    ...options,
    clock: () => now * 1000,
    logger: { debug: silent, warn: silent, error: silent },
    fetch: async (input) => {
      const text = fetched[input instanceof Request ? input.url : String(input)]
      return text === undefined ? new Response('', { status: 404 }) : new Response(text)
    },
  }
}

let out: string

beforeAll(async () => {
  const input = names.flatMap((name) => {
    const { config = {}, schemas } = readDelivery(name)
    const files = Object.entries(schemas).map(([path, schema]) => [`${name}/${path}`, schema])
    return [[`${name}/webhooks.json`, { auth: { preset: name }, ...config }], ...files]
  })
  out = (await generateOrThrow(Object.fromEntries(input))).out
}, PATIENCE_MILLISECONDS)

test('every preset has a delivery', () => {
  expect(names.toSorted()).toEqual(presetNames().toSorted())
})

describe.each(names)('%s', (name) => {
  const delivery = readDelivery(name)
  const { request, events, response = {} } = delivery
  const { bodyBase64, body = '' } = request
  const bytes = bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64')

  test('hands its delivery to the handler of its event', async () => {
    const sdk = await loadSdk(out, name)
    const receiver = sdk.createReceiver(optionsOf(delivery))
    const handled: { name: string; id?: string }[] = []
    for (const event of sdk.eventNames) {
      receiver.onEvent(event, (_payload, { id }) => {
        handled.push({ name: event, ...(id === undefined ? {} : { id }) })
      })
    }
    const receipt = await receiver.receive({ ...request, body: bytes })
    expect(receipt).toMatchObject({ outcome: 'handled', response })
    expect(handled).toEqual(events)
  })

  test.skipIf(PROOF_IN_BODY.has(name))('is refused without its headers and query', async () => {
    const { createReceiver } = await loadSdk(out, name)
    const isOnlySecret = delivery.bodyNotSigned === true
    const given = isOnlySecret ? withOtherSecrets(delivery) : delivery
    const receiver = createReceiver(optionsOf(given))
    const handler = vi.fn()
    receiver.onAny(handler)
    receiver.onUnknown(handler)
    const { 'Content-Type': type, 'content-type': lower } = request.headers
    const contentType = type ?? lower
    const bare = { ...(contentType === undefined ? {} : { 'content-type': contentType }) }
    const url = request.url.split('?')[0] ?? request.url
    const isInBody =
      !isOnlySecret && !Object.keys(request.headers).some((key) => !/^content-/i.test(key))
    const changed = isInBody ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes
    const receipt = await receiver.receive({ ...request, url, headers: bare, body: changed })
    expect(['handled', 'unknown', 'ignored']).not.toContain(receipt.outcome)
    expect(handler).not.toHaveBeenCalled()
  })
})
