/** SDKs of presets, and the deliveries that they are given. */
import { beforeAll } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

export const NOW = 1_700_000_000

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** Generates the SDKs before the tests; the function verifies a delivery by one of them. */
export function verifierOf(names: readonly string[]) {
  const sdks = new Map<string, LoadedSdk>()
  beforeAll(async () => {
    const input = names.flatMap((name) => [
      [`${name}/webhooks.json`, { auth: { preset: name }, events: { type: 'any' } }],
      [`${name}/events/any.json`, true],
    ])
    const { out } = await generateOrThrow(Object.fromEntries(input))
    for (const name of names) sdks.set(name, await loadSdk(out, name))
  })
  return (name: string, request: Sent, more: ReceiverOptions = {}) => {
    const options = { secrets: { SECRET: 'key' }, clock: () => NOW * 1000, ...more }
    return sdks.get(name)?.createReceiver(options).verify(request)
  }
}
