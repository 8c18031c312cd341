/** Generates the SDKs of the flows once for a test file, and starts receivers of them. */
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { silent } from '../runtime/acme.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'
import { files } from './flows.js'
import { type Call, serve } from './serve.js'

export const KEY = 'event-key'
export const VERIFY_TOKEN = 'verify-token'

let out = ''
beforeAll(async () => {
  const wanted = Object.entries(files()).filter(([path]) => !path.startsWith('computed/'))
  out = (await generateOrThrow(Object.fromEntries(wanted))).out
})

export async function start(provider: string, options: ReceiverOptions) {
  const { createReceiver } = await loadSdk(out, provider)
  const receiver = createReceiver({ logger: silent, ...options })
  const events: unknown[] = []
  receiver.onAny((event) => void events.push(event))
  receiver.onUnknown((event) => void events.push(event))
  return { call: await serve(receiver), events }
}

export async function startFlows(more: ReceiverOptions = {}) {
  const store = memorySecretStore({ pending: ['https://hub.test/topic'] })
  const secrets = { KEY, VERIFY_TOKEN }
  return start('flows', { secrets, secretStore: store, publicUrl: 'https://me.test/hook', ...more })
}

export function mac(text: string, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', KEY).update(text).digest(encoding)
}

export function signed(body: string, headers: Record<string, string> = {}): Call {
  return { headers: { 'x-signature': mac(body), ...headers }, body }
}

/** Where an SDK would have a part of the runtime. */
export function runtimeOf(provider: string, path: string): string {
  return join(out, provider, 'src/runtime', path)
}
