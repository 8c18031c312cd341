/** Takes over a secret that a handshake brings, on first use, and only where one is waited for. */
import { utf8 } from '../bytes.js'
import { equalBytes, type MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { HandshakeFailed, ProofInvalid } from '../errors.js'
import { callSecretStore } from '../foreign-call.js'
import type { HandshakeStep } from '../provider.js'
import type { SecretValues } from '../secrets.js'
import type { SecretStore } from '../store.js'

const MAX_LENGTH = 4096

type Read = (delivery: Delivery) => string | undefined

/** Calls the consumer's store, under its time limit. */
type Ask = <T>(call: () => MaybePromise<T>) => Promise<T>

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
  return async (delivery, { context, store, authenticate }) => {
    if (store === undefined) throw new HandshakeFailed('the receiver has no secretStore')
    const key = rule.keyOf(delivery)
    if (key === undefined) throw new HandshakeFailed('the request names no registration')
    const given = readGiven(rule, delivery)
    const ask: Ask = (call) => callSecretStore(call, context.options?.limits?.callSeconds)
    const stored = await storedSecrets(store, Object.keys(rule.secrets), key, ask)
    if (given.length > 0 && given.every(([name, value]) => isSame(stored.get(name), value))) return
    if (stored.size > 0) await authenticate()
    else if (rule.pending) await demandPending(ask, store, key)
    for (const [name, value] of given) {
      const isStored = await ask(() => store.put(name, key, value, stored.get(name)))
      if (isStored !== true) throw new ProofInvalid(`another ${name} was stored at the same time`)
    }
  }
}

function readGiven({ secrets }: CaptureRule, delivery: Delivery): [string, string][] {
  return Object.entries(secrets).map(([name, read]) => {
    const value = read(delivery)
    if (value === undefined || !isSecretText(value)) {
      throw new HandshakeFailed(`the request hands over no usable ${name}`)
    }
    return [name, value]
  })
}

/** Whether a text can be a secret that somebody hands over. */
export function isSecretText(value: string): boolean {
  return value.trim() !== '' && value.length <= MAX_LENGTH
}

/** The secrets that a store has for a registration, each by its name. */
export async function storedSecrets(
  store: SecretStore,
  names: readonly string[],
  key: string,
  ask: Ask = async (call) => call(),
): Promise<ReadonlyMap<string, string>> {
  const stored = new Map<string, string>()
  for (const name of names) {
    const value = currentOf(await ask(() => store.get(name, key)))
    if (value !== undefined) stored.set(name, value)
  }
  return stored
}

async function demandPending(ask: Ask, store: SecretStore, key: string): Promise<void> {
  if (await ask(() => store.pending(key))) return
  throw new ProofInvalid('no registration is pending, so nobody waits for this handshake')
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
