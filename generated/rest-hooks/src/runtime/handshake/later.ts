/** Confirms a registration when the consumer says so: the delayed half of a handshake. */
import { callSecretStore } from '../foreign-call.js'
import type { ReceiverOptions } from '../options.js'
import type { ApiAuth, ApiCredentials } from '../outbound/api-auth.js'
import { type OutboundRequest, send } from '../outbound/send.js'
import type { SecretValues } from '../secrets.js'
import { currentOf } from './capture.js'

/** What the request of a confirmation may read. */
export interface CapturedValues {
  readonly captured: (name: string) => string | undefined
}

export interface LaterConfirmation {
  /** The captured secrets that it reads. */
  readonly names: readonly string[]
  readonly request: (values: CapturedValues) => OutboundRequest
  readonly auth?: ApiAuth
}

/** By handshake: the mode unless the consumer chose one, and the modes that end with a request. */
export type Confirmations = Readonly<
  Record<
    string,
    { readonly mode: string; readonly later: Readonly<Record<string, LaterConfirmation>> }
  >
>

/** What a receiver offers besides, where a handshake may be confirmed later. */
export interface Confirming<N extends string, C extends ApiCredentials | undefined> {
  /**
   * Sends the confirmation of a handshake that was answered without it.
   *
   * @throws {RequestFailed} `ERR_REQUEST` where the provider does not take it, or nothing was
   *   captured under the key
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where the store fails
   * @throws {TypeError} where the handshake is not in a mode that is confirmed
   */
  readonly confirm: (handshake: N, key?: string, credentials?: C) => Promise<void>
}

export function confirmLater<N extends string, C extends ApiCredentials | undefined>(
  confirmations: Confirmations,
  options: Pick<ReceiverOptions, 'handshakes' | 'secretStore' | 'fetch' | 'limits'>,
): Confirming<N, C> {
  return {
    confirm: async (name, key = 'default', credentials) => {
      const own = Object.hasOwn(confirmations, name) ? confirmations[name] : undefined
      const mode = options.handshakes?.[name] ?? own?.mode ?? ''
      const later =
        own !== undefined && Object.hasOwn(own.later, mode) ? own.later[mode] : undefined
      if (later === undefined) {
        throw new TypeError(`the handshake ${name} is not in a mode that is confirmed later`)
      }
      const { fetch = globalThis.fetch, limits, secretStore } = options
      const read = (secret: string) =>
        callSecretStore(() => secretStore?.get(secret, key), limits?.callSeconds)
      const values = await readCaptured(later, read)
      const request = later.request({ captured: (secret) => values.get(secret) })
      const headers = { ...request.headers, ...(await later.auth?.(credentials, fetch)) }
      await send({ ...request, headers }, fetch)
    },
  }
}

async function readCaptured(
  { names }: LaterConfirmation,
  read: (name: string) => Promise<SecretValues | undefined>,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>()
  for (const name of names) {
    const value = currentOf(await read(name))
    if (value !== undefined) values.set(name, value)
  }
  return values
}
