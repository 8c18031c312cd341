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
}

export interface Delivery extends Head {
  /** The bytes as they arrived (after decompression). Nothing re-serialises them. */
  readonly body: Uint8Array
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
}

/** One element of an array in the body, and its text as it was sent. */
export interface Item {
  readonly value: unknown
  readonly source: () => string
}

/** Joins head and body. The body belongs to the delivery from here on: callers hand over a copy. */
export function createDelivery(head: Head, body: Uint8Array): Delivery {
  return new ParsedOnce(head, body, body)
}

/** The delivery as the receiver sees it once it is proven. Its body stays what was sent. */
export function provenDelivery(delivery: Delivery, { claims, event }: Findings): Delivery {
  if (claims === undefined && event === undefined) return delivery
  const source = event === undefined ? delivery : new ParsedOnce(delivery, delivery.body, event)
  const json = () => source.json()
  return { ...delivery, text: source.text, claims, json, form: () => delivery.form() }
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
  readonly body: Uint8Array
  readonly text: Uint8Array
  readonly claims: Uint8Array | undefined = undefined
  #json: Outcome<unknown> | undefined
  #form: Outcome<URLSearchParams> | undefined

  constructor(head: Head, body: Uint8Array, text: Uint8Array) {
    this.method = head.method
    this.url = head.url
    this.headers = head.headers
    this.platform = head.platform
    this.transport = head.transport
    this.body = body
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
