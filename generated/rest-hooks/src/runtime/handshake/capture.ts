/** Takes over a secret that a handshake brings, on first use, and only where one is waited for. */
import { utf8 } from '../bytes.js'
import { equalBytes, type MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { HandshakeFailed, ProofInvalid, SecretUnavailable } from '../errors.js'
import type { HandshakeStep } from '../provider.js'
import type { SecretValues } from '../secrets.js'
import type { SecretStore } from '../store.js'

const MAX_LENGTH = 4096

type Read = (delivery: Delivery) => string | undefined

export interface CaptureRule {
  /** Which registration the request belongs to. */
  readonly keyOf: Read
  /** Secrets by name. None: the handshake is only answered while a registration is pending. */
  readonly secrets: Readonly<Record<string, Read>>
  /** Whether a first secret needs a pending registration. Otherwise the proof has held already. */
  readonly pending: boolean
}

/**
 * A step that stores what a request hands over. The first secret is taken while a registration is
 * pending; another one takes its place only where the old one signed the request. The same secret
 * again is no change: a sender that did not get the answer repeats the request.
 *
 * @throws {HandshakeFailed} `ERR_HANDSHAKE` where there is nothing to take, or nowhere to put it
 * @throws {ProofInvalid} `ERR_PROOF_INVALID` where nobody waits for a secret
 * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where the store fails
 */
export function capture(rule: CaptureRule): HandshakeStep {
  return async (delivery, { store, authenticate }) => {
    if (store === undefined) throw new HandshakeFailed('the receiver has no secretStore')
    const key = rule.keyOf(delivery)
    if (key === undefined) throw new HandshakeFailed('the request names no registration')
    const given = readGiven(rule, delivery)
    const stored = await readStored(store, Object.keys(rule.secrets), key)
    if (given.length > 0 && given.every(([name, value]) => isSame(stored.get(name), value))) return
    if (stored.size > 0) await authenticate()
    else if (rule.pending) await demandPending(store, key)
    for (const [name, value] of given) await put(store, { name, key, value }, stored.get(name))
  }
}

function readGiven({ secrets }: CaptureRule, delivery: Delivery): [string, string][] {
  return Object.entries(secrets).map(([name, read]) => {
    const value = read(delivery)
    if (value === undefined || value.trim() === '' || value.length > MAX_LENGTH) {
      throw new HandshakeFailed(`the request hands over no usable ${name}`)
    }
    return [name, value]
  })
}

async function readStored(
  store: SecretStore,
  names: readonly string[],
  key: string,
): Promise<ReadonlyMap<string, string>> {
  const stored = new Map<string, string>()
  for (const name of names) {
    const value = currentOf(await guarded(() => store.get(name, key)))
    if (value !== undefined) stored.set(name, value)
  }
  return stored
}

async function demandPending(store: SecretStore, key: string): Promise<void> {
  if (await guarded(() => store.pending(key))) return
  throw new ProofInvalid('no registration is pending, so nobody waits for this handshake')
}

async function put(
  store: SecretStore,
  { name, key, value }: { readonly name: string; readonly key: string; readonly value: string },
  replaces: string | undefined,
): Promise<void> {
  if ((await guarded(() => store.put(name, key, value, replaces))) === true) return
  throw new ProofInvalid(`another ${name} was stored at the same time`)
}

/** The text of the newest value of a secret. */
export function currentOf(values: SecretValues | undefined): string | undefined {
  if (values === undefined || typeof values === 'string') return values
  if (values instanceof Uint8Array) return new TextDecoder().decode(values)
  if ('value' in values) return currentOf(values.value)
  return currentOf(values[0])
}

function isSame(stored: string | undefined, given: string): boolean {
  return stored !== undefined && equalBytes(utf8(stored), utf8(given))
}

/** @throws {SecretUnavailable} where the consumer's store fails */
async function guarded<T>(call: () => MaybePromise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw new SecretUnavailable('the secretStore failed', { cause })
  }
}
