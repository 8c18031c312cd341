/** What the consumer gives as secrets, checked once and resolved for each delivery. */
import { copyBytes } from './bytes.js'
import type { MaybePromise } from './crypto.js'
import type { Head } from './delivery.js'
import { isWebhookError, SecretInvalid, SecretUnavailable } from './errors.js'
import { callForeign } from './foreign-call.js'
import type { SecretDeclaration } from './provider.js'
import type { SecretStore } from './store.js'

/** One value of a secret; a rotating secret has several. */
export interface Secret {
  /** What `ctx.secretId` reports when this value matched. Never the value itself. */
  readonly id: string
  readonly value: string | Uint8Array
  /** The id that it was given under, where the provider has several keys and names one. */
  readonly keyId?: string
}

export interface SecretSet {
  /** Every value of the secret, in the order given; empty where an optional one was left out. */
  readonly get: (name: string) => readonly Secret[]
}

/** One value of a secret; with an id it can be told apart in `ctx.secretId`. */
export type SecretValue = string | Uint8Array | Secret

/** All values of a secret: several while it rotates. */
export type SecretValues = SecretValue | readonly SecretValue[]

/** Values by the ids of their keys, where a delivery names the key that it was signed with. */
export type SecretMap = Readonly<Record<string, SecretValues>>

/**
 * A secret, or a function that finds it for one delivery (by `tenant`, or in a Worker's `env`). It
 * gives `undefined` for a tenant that there is not: the sender gets the 401 of a wrong proof, so that
 * strangers do not learn who exists. Where it throws, or takes longer than `limits.callSeconds`, the
 * sender gets a 503.
 */
export type SecretInput =
  | SecretValues
  | SecretMap
  | ((head: Head) => MaybePromise<SecretValues | SecretMap | undefined>)

/** Secrets by the names that the provider declares. */
export type SecretInputs = Readonly<Record<string, SecretInput | undefined>>

export interface SecretSource {
  /** @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` */
  readonly resolve: (head: Head) => MaybePromise<SecretSet>
  /** The same for every delivery; absent where a secret is a function. */
  readonly static: SecretSet | undefined
  /** The names of the secrets that a function of the consumer finds for each delivery. */
  readonly found: readonly string[]
  /** Where secrets are read from the store: by name, which registration a delivery belongs to. */
  readonly captured: ReadonlyMap<string, (head: Head) => string | undefined>
}

type SecretFunction = Extract<SecretInput, (head: Head) => unknown>

/**
 * Checks what the consumer gave against what the scheme declares, and copies it. What a handshake
 * hands over is read from the store, unless the consumer gave it.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID` where a secret is missing or empty
 * @throws {TypeError} where a name is not declared
 */
export function createSecretSource(
  declarations: readonly SecretDeclaration[],
  given: SecretInputs,
  store?: SecretStore,
  callSeconds?: number,
): SecretSource {
  refuseUnknownNames(declarations, given)
  const fixed = new Map<string, readonly Secret[]>()
  const found = new Map<SecretDeclaration, SecretFunction>()
  const captured = new Map<string, (head: Head) => string | undefined>()
  for (const declaration of declarations) {
    const { name, optional, registration } = declaration
    const own = Object.hasOwn(given, name) ? (given[name] ?? undefined) : undefined
    const mayBeAbsent = optional || registration !== undefined
    if (own === undefined && mayBeAbsent && Object.hasOwn(given, name)) {
      throw new SecretInvalid(
        `the secret ${name} is given and empty: is an environment variable unset?`,
      )
    }
    const input = own ?? (registration && readCaptured(name, registration, store))
    if (own === undefined && registration !== undefined) captured.set(name, registration)
    if (typeof input === 'function') found.set(declaration, input)
    else if (input !== undefined) fixed.set(name, readValues(declaration, input))
    else if (!optional) throw new SecretInvalid(`the secret ${name} is missing: give it a value`)
  }
  const set = secretSet(fixed)
  const names = [...found.keys()].map(({ name }) => name)
  const origins = { captured, found: names.filter((name) => !captured.has(name)) }
  if (found.size === 0) return { ...origins, resolve: () => set, static: set }
  const resolve = (head: Head) => resolveAll(fixed, found, head, callSeconds)
  return { ...origins, resolve, static: undefined }
}

function readCaptured(
  name: string,
  registration: (head: Head) => string | undefined,
  store: SecretStore | undefined,
): SecretFunction {
  if (store === undefined) {
    throw new SecretInvalid(
      `the provider hands the secret ${name} over: create the receiver with a secretStore, or give its value`,
    )
  }
  return async (head) => {
    const key = registration(head)
    return key === undefined ? undefined : store.get(name, key)
  }
}

function refuseUnknownNames(declarations: readonly SecretDeclaration[], given: SecretInputs): void {
  const known = declarations.map((declaration) => declaration.name)
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const hint = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`
    throw new TypeError(`the scheme has no secret named ${name}: ${hint}`)
  }
}

function secretSet(secrets: ReadonlyMap<string, readonly Secret[]>): SecretSet {
  return { get: (name) => secrets.get(name) ?? [] }
}

async function resolveAll(
  fixed: ReadonlyMap<string, readonly Secret[]>,
  found: ReadonlyMap<SecretDeclaration, SecretFunction>,
  head: Head,
  callSeconds: number | undefined,
): Promise<SecretSet> {
  const secrets = new Map(fixed)
  for (const [declaration, find] of found) {
    const { name } = declaration
    const failed = (cause: unknown) =>
      new SecretUnavailable(`the secret ${name} could not be found for this delivery`, { cause })
    const values = await callForeign(() => find(head), failed, callSeconds)
    secrets.set(name, readFound(declaration, values))
  }
  return secretSet(secrets)
}

/**
 * Without a value no proof holds: nobody of that name is refused, and no failure. An empty list, as
 * a query without results gives it, says the same.
 */
function readFound(
  declaration: SecretDeclaration,
  values: SecretValues | SecretMap | undefined | null,
): readonly Secret[] {
  if (values === undefined || values === null) return []
  if (isMap(values) ? Object.keys(values).length === 0 : isList(values) && values.length === 0) {
    return []
  }
  try {
    return readValues(declaration, values)
  } catch (cause) {
    // What the consumer's code answered may do anything where it is read; our own words are plain.
    const reason = isWebhookError(cause) ? `: ${cause.message}` : ''
    const { name } = declaration
    throw new SecretUnavailable(`the secret ${name} was found and cannot be used${reason}`, {
      cause,
    })
  }
}

function readValues(
  declaration: SecretDeclaration,
  input: SecretValues | SecretMap,
): readonly Secret[] {
  return isMap(input) ? readMap(declaration, input) : readList(declaration, declaration.name, input)
}

function readList(
  declaration: SecretDeclaration,
  id: string,
  input: SecretValues,
): readonly Secret[] {
  if (!isList(input)) return [readValue(declaration, id, input)]
  if (input.length === 0) throw new SecretInvalid(`the secret ${id} is an empty list`)
  return input.map((value, index) => readValue(declaration, `${id}[${index}]`, value))
}

function readValue(declaration: SecretDeclaration, id: string, input: SecretValue): Secret {
  if (typeof input === 'string' || ArrayBuffer.isView(input)) {
    return { id, value: copyValue(declaration, input) }
  }
  if (typeof input === 'object' && input !== null && typeof input.id === 'string') {
    return { id: input.id, value: copyValue(declaration, input.value) }
  }
  throw new SecretInvalid(`the secret ${declaration.name} must be text, bytes or { id, value }`)
}

function copyValue(
  { name, isKey }: SecretDeclaration,
  value: string | Uint8Array,
): string | Uint8Array {
  if (typeof value === 'string') {
    const inner = value.trim()
    if (inner !== '' && (inner === value || isKey === true)) return value
    if (inner !== '') {
      throw new SecretInvalid(
        `the secret ${name} begins or ends with white space, such as a line break: cut it off (where it belongs to the secret, give its bytes)`,
      )
    }
  } else if (ArrayBuffer.isView(value)) {
    if (value.byteLength > 0) return copyBytes(value)
  } else {
    throw new SecretInvalid(`the secret ${name} must be text or bytes`)
  }
  throw new SecretInvalid(`the secret ${name} is empty`)
}

function readMap(declaration: SecretDeclaration, input: SecretMap): readonly Secret[] {
  const keys = Object.entries(input)
  const { name } = declaration
  if (keys.length === 0) throw new SecretInvalid(`the secret ${name} has no keys`)
  return keys.flatMap(([keyId, values]) => {
    return readList(declaration, `${name}.${keyId}`, values).map((secret) => ({ ...secret, keyId }))
  })
}

/** An object with an id and a value is one value. */
function isMap(input: SecretValues | SecretMap): input is SecretMap {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return false
  return !ArrayBuffer.isView(input) && !('id' in input && 'value' in input)
}

// `Array.isArray` alone does not narrow a readonly array out of the union.
function isList(input: SecretValues): input is readonly SecretValue[] {
  return Array.isArray(input)
}
