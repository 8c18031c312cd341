/** Seals verified deliveries for a queue, so that whoever can write to it cannot forge one. */
import { copyBytes, decodeBase64Url, encodeBase64Url, utf8 } from './bytes.js'
import { checkOptions } from './check-options.js'
import { equalBytes, type HmacKey, hmac, importHmacKey } from './crypto.js'
import { type EnvelopeContent, readMeta, writeMeta } from './envelope-meta.js'
import { BodyTooLarge, EnvelopeInvalid } from './errors.js'

export type { EnvelopeContent }

type EnvelopeKey = string | Uint8Array

export interface EnvelopeOptions {
  /**
   * 32 bytes or more that nobody else knows, best `crypto.randomBytes(32)`; text counts as UTF-8. Of
   * several the first seals and each opens. Never a secret that the provider knows. An environment
   * variable that is unset is refused when the receiver is created.
   */
  readonly key: EnvelopeKey | readonly EnvelopeKey[] | undefined
}

const KEY_BYTES = 32
const MAC_CHARACTERS = 43
/** What an envelope has besides the digits of meta and body, and one that rounding may add. */
const FRAME_CHARACTERS = 'hw1...'.length + MAC_CHARACTERS + 1
/** Beyond any webhook, and a text that every engine still takes. */
const MAX_CHARACTERS = 64 * 1024 * 1024
const VERSION = 'hw1'
const SALT = 'hookwright envelope'
const PARTS = /^hw1\.[\w-]+\.[\w-]*$/

/**
 * Seals and opens, under a key of its own for each provider.
 *
 * An envelope is `hw1.META.BODY.MAC`, each in base64url. MAC is the HMAC-SHA-256 of all text before
 * its dot; its key is HKDF-SHA-256 (RFC 5869) of the consumer's, with the salt `hookwright envelope`,
 * the info `hw1 ` and the provider's name, 32 bytes. Envelopes are authentic and not secret: who can
 * read the queue can read what was delivered.
 */
export class Envelopes {
  readonly #provider: string
  readonly #given: readonly Uint8Array[]
  #derived: Promise<readonly HmacKey[]> | undefined

  /** @throws {TypeError} where a key is too short to be one */
  constructor(provider: string, options: EnvelopeOptions) {
    this.#provider = provider
    this.#given = readKeys(options)
  }

  /** Whether the value is one of the keys. */
  has(value: string | Uint8Array): boolean {
    const bytes = typeof value === 'string' ? utf8(value) : value
    return this.#given.some((key) => equalBytes(key, bytes))
  }

  /** @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE` where no envelope may be as long */
  async seal(content: EnvelopeContent): Promise<string> {
    if (!Number.isFinite(content.receivedAt)) throw new TypeError('receivedAt must be a time')
    const meta = utf8(writeMeta(content))
    const characters = Math.ceil(((meta.length + content.body.length) * 4) / 3) + FRAME_CHARACTERS
    if (characters > MAX_CHARACTERS) {
      throw new BodyTooLarge(
        `the delivery does not fit in ${MAX_CHARACTERS} characters of envelope`,
      )
    }
    const text = `${VERSION}.${encodeBase64Url(meta)}.${encodeBase64Url(content.body)}`
    const [key] = await this.#keys()
    if (key === undefined) throw new TypeError('there is no key to seal with')
    return `${text}.${encodeBase64Url(await hmac(key, [utf8(text)]))}`
  }

  /** @throws {EnvelopeInvalid} `ERR_ENVELOPE` for all that was not sealed under one of the keys */
  async open(envelope: string): Promise<EnvelopeContent> {
    const [text, mac] = split(envelope)
    if (!(await this.#isSealed(text, mac))) {
      throw new EnvelopeInvalid(
        `none of ${this.#given.length} keys sealed the envelope for ${this.#provider}; do the receiver that took the delivery and this one have the same envelope key?`,
      )
    }
    const content = readSealed(text)
    if (content === undefined) {
      throw new EnvelopeInvalid('the envelope was sealed with a content that it cannot have')
    }
    return content
  }

  async #isSealed(text: string, mac: Uint8Array): Promise<boolean> {
    const bytes = utf8(text)
    for (const key of await this.#keys()) {
      if (equalBytes(await hmac(key, [bytes]), mac)) return true
    }
    return false
  }

  #keys(): Promise<readonly HmacKey[]> {
    this.#derived ??= Promise.all(this.#given.map((key) => deriveKey(key, this.#provider)))
    return this.#derived
  }
}

function readKeys(options: EnvelopeOptions): readonly Uint8Array[] {
  checkOptions('envelope', options, { key: 'guard' })
  const { key } = options
  const keys = isList(key) ? key : [key]
  return keys.map((one) => {
    if (typeof one !== 'string' && !ArrayBuffer.isView(one)) {
      throw new TypeError('envelope.key must be text, bytes or a list of them')
    }
    const bytes = typeof one === 'string' ? utf8(one) : copyBytes(one)
    if (bytes.length >= KEY_BYTES) return bytes
    throw new TypeError(
      `envelope.key has ${bytes.length} bytes and needs ${KEY_BYTES}: make one with "openssl rand -base64 32"`,
    )
  })
}

/** HKDF (RFC 5869): extract, and the first block of expand. */
async function deriveKey(key: Uint8Array, provider: string): Promise<HmacKey> {
  const pseudorandom = await hmac(importHmacKey('SHA-256', utf8(SALT)), [key])
  const info = utf8(`${VERSION} ${provider}`)
  const block = await hmac(importHmacKey('SHA-256', pseudorandom), [info, new Uint8Array([1])])
  return importHmacKey('SHA-256', block)
}

/** The text under the seal, and the seal. Nothing is decoded but the seal itself. */
function split(envelope: unknown): readonly [text: string, mac: Uint8Array] {
  if (typeof envelope !== 'string') throw new EnvelopeInvalid('an envelope must be text')
  if (envelope.length > MAX_CHARACTERS) {
    throw new EnvelopeInvalid(`an envelope has at most ${MAX_CHARACTERS} characters`)
  }
  if (/^hw\d+\./.test(envelope) && !envelope.startsWith(`${VERSION}.`)) {
    throw new EnvelopeInvalid(
      `the envelope is of another version than ${VERSION}: let receivers and workers have the same version of this package`,
    )
  }
  const end = envelope.length - MAC_CHARACTERS - 1
  const text = envelope.slice(0, Math.max(end, 0))
  const mac = envelope.charAt(end) === '.' ? decodeBase64Url(envelope.slice(end + 1)) : undefined
  if (mac === undefined || !PARTS.test(text)) throw new EnvelopeInvalid('this is not an envelope')
  return [text, mac]
}

function readSealed(text: string): EnvelopeContent | undefined {
  const [, meta = '', body = ''] = text.split('.')
  const bytes = body === '' ? new Uint8Array() : decodeBase64Url(body)
  const json = decodeBase64Url(meta)
  if (bytes === undefined || json === undefined) return undefined
  return readMeta(new TextDecoder().decode(json), bytes)
}

// `Array.isArray` alone does not narrow a readonly array out of the union.
function isList(key: EnvelopeOptions['key']): key is readonly EnvelopeKey[] {
  return Array.isArray(key)
}
