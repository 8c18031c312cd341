/** One HTTP request, as proofs and handlers see it. */
import type { HeaderView } from './headers.js'
import { parseForm, parsePayload } from './payload.js'
import type { TransportFacts } from './transport.js'

/** What is known of a delivery before its body is read. */
export interface Head {
  /** Upper case. */
  readonly method: string
  /** Absolute, where the caller gave one; its path and query are kept as they were sent. */
  readonly url: string | undefined
  readonly headers: HeaderView
  /** What the platform handed over besides the request, for example a Worker's `env` and `ctx`. */
  readonly platform: readonly unknown[]
  /** What is known of the connection itself; absent where nobody told. */
  readonly transport?: TransportFacts | undefined
  /** What the consumer's function `tenant` says; absent until it was asked. */
  readonly tenant?: string | undefined
}

export interface Delivery extends Head {
  /**
   * The bytes as they arrived (after decompression). Nothing re-serialises them. Where a proof holds
   * the event and the body does not, these are the bytes that it covers, once it held.
   */
  readonly body: Uint8Array
  /** The SHA-256 of the body in base64url, where parts of it were left out behind a queue. */
  readonly bodyHash?: string | undefined
  /** The bytes before their content encoding was undone, where it was and a proof reads them. */
  readonly encoded?: Uint8Array | undefined
  /** The JSON text that `json` reads: the body, or the event that was found in the proof. */
  readonly text: Uint8Array
  /** The JSON text of the verified claims, where a token proved the delivery. */
  readonly claims: Uint8Array | undefined
  /**
   * The event as JSON: parsed once, and handed to proof, validator and handler alike.
   *
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
   */
  readonly json: () => unknown
  /**
   * The body as `application/x-www-form-urlencoded`, decoded once.
   *
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where it is not UTF-8
   */
  readonly form: () => URLSearchParams
  /** The element that is on trial, where each of several has to carry a proof. */
  readonly item?: Item
}

/** What a proof found in a delivery. */
export interface Findings {
  readonly claims?: Uint8Array | undefined
  readonly event?: Uint8Array | undefined
  readonly bodyHash?: string | undefined
}

/** One element of an array in the body, and its text as it was sent. */
export interface Item {
  readonly value: unknown
  readonly source: () => string
}

/** A body that was read. */
export interface ReadBody {
  readonly body: Uint8Array
  /** As it was sent, where a content encoding was undone and a proof reads it. */
  readonly encoded?: Uint8Array | undefined
}

/** Joins head and body. The body belongs to the delivery from here on: callers hand over a copy. */
export function createDelivery(head: Head, body: Uint8Array, encoded?: Uint8Array): Delivery {
  return new ParsedOnce(head, { body, encoded }, body)
}

/**
 * The delivery as the receiver sees it once it is proven. Its body stays what was sent, unless the
 * proof holds the event: then anybody may have written that body, and nothing reads it any more.
 */
export function provenDelivery(delivery: Delivery, findings: Findings): Delivery {
  const { bodyHash, claims, event } = findings
  if (claims === undefined && event === undefined && bodyHash === undefined) return delivery
  const source =
    event === undefined ? delivery : new ParsedOnce(delivery, { body: claims ?? event }, event)
  const { body, encoded, text } = source
  const parsed = { json: () => source.json(), form: () => source.form() }
  return { ...delivery, ...parsed, body, encoded, text, claims, bodyHash }
}

/** The same delivery, of a tenant. */
export function withTenant(delivery: Delivery, tenant: string | undefined): Delivery {
  return { ...delivery, json: () => delivery.json(), form: () => delivery.form(), tenant }
}

/** The same delivery, seen from one of its elements. */
export function withItem(delivery: Delivery, item: Item): Delivery {
  return { ...delivery, json: () => delivery.json(), form: () => delivery.form(), item }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

class ParsedOnce implements Delivery {
  readonly method: string
  readonly url: string | undefined
  readonly headers: HeaderView
  readonly platform: readonly unknown[]
  readonly transport: TransportFacts | undefined
  readonly tenant: string | undefined
  readonly body: Uint8Array
  readonly encoded: Uint8Array | undefined
  readonly text: Uint8Array
  readonly claims: Uint8Array | undefined = undefined
  #json: Outcome<unknown> | undefined
  #form: Outcome<URLSearchParams> | undefined

  constructor(head: Head, { body, encoded }: ReadBody, text: Uint8Array) {
    this.method = head.method
    this.url = head.url
    this.headers = head.headers
    this.platform = head.platform
    this.transport = head.transport
    this.tenant = head.tenant
    this.body = body
    this.encoded = encoded
    this.text = text
  }

  json(): unknown {
    this.#json ??= attempt(() => parsePayload(this.text))
    return settle(this.#json)
  }

  form(): URLSearchParams {
    this.#form ??= attempt(() => parseForm(this.body))
    return settle(this.#form)
  }
}

// A failure is remembered like a value: proof and receiver must not see two different bodies.
function attempt<T>(parse: () => T): Outcome<T> {
  try {
    return { value: parse() }
  } catch (error) {
    return { error }
  }
}

function settle<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error
  return outcome.value
}
