/** The SDKs that the hazards are tried on, and signed deliveries for them. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { vi } from 'vitest'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'

export const SECRET = 'a secret of the tests'
export const NOW = 1_700_000_000

const SIGNATURE = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

const timed = (seconds: number) => ({
  ...SIGNATURE,
  content: '{var:timestamp}.{body}',
  timestamp: { from: '{header:x-time}', unit: 's', past: seconds, future: seconds },
})

/** Two events that look the same but for their names. */
const twin = (type: string) => ({
  type: 'object',
  required: ['type', 'id'],
  properties: { type: { const: type }, id: { type: 'string' } },
})

const EVENTS = {
  'events/order.paid.json': twin('order.paid'),
  'events/order.voided.json': twin('order.voided'),
}
const events = { type: '{json:/type}', id: '{json:/id}' }
const challenge = {
  name: 'check',
  method: 'POST',
  match: [{ value: '{json:/ssl_check}', present: true }],
  verify: 'none',
  respond: { status: 200, body: 'ok' },
}

const CONFIGS = {
  shop: { auth: SIGNATURE, events },
  timed: { auth: timed(300), events },
  exact: { auth: timed(0), events },
  standard: { auth: { type: 'standardWebhooks' }, events },
  unsigned: { auth: SIGNATURE, events: { ...events, id: '{header:x-id}' } },
  basic: { auth: { type: 'basic' }, events },
  open: { auth: { type: 'none' }, events },
  checked: { auth: SIGNATURE, events, handshakes: [challenge] },
}

/** Generates those that are named in one run. */
export async function generateShops(names: readonly (keyof typeof CONFIGS)[]) {
  const files = names.flatMap((name) => [
    [`${name}/webhooks.json`, CONFIGS[name]],
    ...Object.entries(EVENTS).map(([file, schema]) => [`${name}/${file}`, schema]),
  ])
  const { out } = await generateOrThrow(Object.fromEntries(files))
  const open = async (name: keyof typeof CONFIGS, options: Partial<ReceiverOptions> = {}) => {
    const { createReceiver } = await loadSdk(out, name)
    const own = name === 'open' || 'secrets' in options ? {} : { secret: SECRET }
    const receiver = createReceiver({ ...own, logger: silent, ...options })
    const handler = vi.fn<(payload: unknown) => unknown>()
    receiver.onEvent('order.paid', handler)
    return { receiver, handler }
  }
  return { out, open }
}

export const silent = { warn: () => undefined, error: () => undefined }
export const paid = { type: 'order.paid', id: 'o_1' }
export const voided = { type: 'order.voided', id: 'o_1' }

export function mac(...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', SECRET)
  for (const part of parts) hmac.update(part)
  return hmac.digest('hex')
}

/** A signed delivery of the value, or of the very bytes or text. */
export function signed(value: unknown) {
  const isRaw = typeof value === 'string' || value instanceof Uint8Array
  const body = isRaw ? value : JSON.stringify(value)
  return { headers: { 'content-type': 'application/json', 'x-signature': mac(body) }, body }
}

/** The same, with a time that is signed as well. */
export function signedAt(seconds: number) {
  const body = JSON.stringify(paid)
  const time = String(seconds)
  const headers = { 'x-time': time, 'x-signature': mac(time, '.', body) }
  return { headers: { 'content-type': 'application/json', ...headers }, body }
}

export function request(delivery: ReturnType<typeof signed>): Request {
  // Sound: none of the tests signs a view of shared memory.
  const body = delivery.body as BodyInit
  return new Request('https://shop.test/hook', { method: 'POST', headers: delivery.headers, body })
}

/** A request whose body is a stream; the signature is that of another body. */
export function streaming(body: ReadableStream): Request {
  const { headers } = signed(paid)
  // Sound: Node wants to be told that the body goes one way, and the types of the DOM do not know it.
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  return new Request('https://shop.test/hook', init)
}

/** The answer of a real server, as status and text. */
export async function answerOverHttp(
  receiver: Parameters<typeof nodeHandler>[0],
  { headers, body }: ReturnType<typeof signed>,
): Promise<readonly [number, string]> {
  const server = createServer(nodeHandler(receiver)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // sound: it listens on TCP
  const init = { method: 'POST', headers, body: String(body) }
  const response = await fetch(`http://127.0.0.1:${port}/`, init)
  server.close()
  return [response.status, await response.text()]
}

/** The sources of an SDK as they are published. */
export function sourcesIn(folder: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const)
}
