/** The one seam between platforms: `node:crypto`, which is synchronous, or WebCrypto, which is everywhere. */
import { concat, copyBytes } from './bytes.js'
import { SecretInvalid } from './errors.js'

export type HashName = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export type MaybePromise<T> = T | Promise<T>

/** An HMAC key, imported once. Its bytes cannot be read back, so nothing can log them. */
export interface HmacKey {
  readonly sign: (parts: readonly Uint8Array[]) => MaybePromise<Uint8Array>
}

interface NodeHash {
  readonly update: (part: Uint8Array) => NodeHash
  readonly digest: () => Uint8Array
}

/** The part of `node:crypto` that we use, by shape. */
export interface NodeCrypto {
  readonly createHash: (name: string) => NodeHash
  readonly createHmac: (name: string, key: Uint8Array) => NodeHash
  readonly timingSafeEqual: (a: Uint8Array, b: Uint8Array) => boolean
  /** A polyfill may lack what only pairs of keys need. */
  readonly createPublicKey?: NodeAsymmetric['createPublicKey']
  readonly createPrivateKey?: NodeAsymmetric['createPrivateKey']
  readonly verify?: NodeAsymmetric['verify']
  readonly sign?: NodeAsymmetric['sign']
}

/** The part of `node:crypto` for pairs of keys; the key object is opaque to us. */
export interface NodeAsymmetric {
  readonly createPublicKey: (spki: {
    readonly key: Uint8Array
    readonly format: 'der'
    readonly type: 'spki'
  }) => unknown
  readonly createPrivateKey: (pkcs8: {
    readonly key: Uint8Array
    readonly format: 'der'
    readonly type: 'pkcs8'
  }) => unknown
  readonly sign: (hash: string | null, data: Uint8Array, key: unknown) => Uint8Array
  readonly verify: (
    hash: string | null,
    data: Uint8Array,
    key: { readonly key: unknown },
    signature: Uint8Array,
  ) => boolean
}

const NODE_NAMES: Readonly<Record<HashName, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

const node = findNodeCrypto()

/** `node:crypto` where the platform has it (Node, Bun, Deno), otherwise `undefined`. */
export function platformCrypto(): NodeCrypto | undefined {
  return node
}

/** What `node:crypto` calls a hash. */
export function nodeHashName(hash: HashName): string {
  return NODE_NAMES[hash]
}

/**
 * Makes an HMAC key of the bytes, which are copied.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID` where they are empty: an empty key proves nothing
 * @throws {TypeError} where the platform lacks the hash
 */
export function importHmacKey(hash: HashName, bytes: Uint8Array): HmacKey {
  if (bytes.length === 0) throw new SecretInvalid('an HMAC key must not be empty')
  const copy = copyBytes(bytes)
  return node === undefined ? webKey(webName(hash), copy) : nodeKey(node, NODE_NAMES[hash], copy)
}

/** The HMAC over all parts, in their order: a value where the platform is synchronous. */
export function hmac(key: HmacKey, parts: readonly Uint8Array[]): MaybePromise<Uint8Array> {
  return key.sign(parts)
}

/**
 * The hash of all parts, in their order: a value where the platform is synchronous.
 *
 * @throws {TypeError} where the platform lacks the hash
 */
export function digest(hash: HashName, parts: readonly Uint8Array[]): MaybePromise<Uint8Array> {
  if (node === undefined) return webBytes(crypto.subtle.digest(webName(hash), webSource(parts)))
  const hasher = node.createHash(NODE_NAMES[hash])
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}

/** Compares in a time that depends on the lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  if (node !== undefined) return node.timingSafeEqual(a, b)
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0)
  return difference === 0
}

function nodeKey(platform: NodeCrypto, name: string, bytes: Uint8Array): HmacKey {
  return {
    sign: (parts) => {
      const hasher = platform.createHmac(name, bytes)
      for (const part of parts) hasher.update(part)
      return hasher.digest()
    },
  }
}

function webKey(hash: string, bytes: Uint8Array): HmacKey {
  let imported: Promise<CryptoKey> | undefined
  return {
    sign: async (parts) => {
      imported ??= crypto.subtle.importKey(
        'raw',
        webSource([bytes]),
        { name: 'HMAC', hash },
        false,
        ['sign'],
      )
      return webBytes(crypto.subtle.sign('HMAC', await imported, webSource(parts)))
    },
  }
}

function webName(hash: HashName): string {
  if (hash !== 'MD5') return hash
  throw new TypeError('MD5 needs node:crypto, which this platform does not have')
}

/** The parts as WebCrypto takes them: one array, copied only where there are several. */
export function webSource(parts: readonly Uint8Array[]): BufferSource {
  const [first] = parts
  const bytes = first !== undefined && parts.length === 1 ? first : concat(parts)
  // Sound: WebCrypto itself refuses the only other kind, a view of shared memory.
  return bytes as BufferSource
}

async function webBytes(result: Promise<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await result)
}

function isComplete(found: Partial<NodeCrypto>): found is NodeCrypto {
  const { createHash, createHmac, timingSafeEqual } = found
  return [createHash, createHmac, timingSafeEqual].every((part) => typeof part === 'function')
}

function findNodeCrypto(): NodeCrypto | undefined {
  // Sound: every part may be absent, and what is found is used only if it has what we need.
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => Partial<NodeCrypto> | undefined }
  }
  try {
    const found = process?.getBuiltinModule?.('node:crypto')
    return found !== undefined && isComplete(found) ? found : undefined
  } catch {
    // Some bundlers polyfill `process` with functions that throw.
    return undefined
  }
}
