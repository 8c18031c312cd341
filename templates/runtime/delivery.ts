/** One HTTP request, as proofs and handlers see it. */
import type { HeaderView } from './headers.js'

/** What is known of a delivery before its body is read. */
export interface Head {
  /** Upper case. */
  readonly method: string
  /** Absolute, where the caller gave one; its path and query are kept as they were sent. */
  readonly url: string | undefined
  readonly headers: HeaderView
  /** What the platform handed over besides the request, for example a Worker's `env` and `ctx`. */
  readonly platform: readonly unknown[]
}

export interface Delivery extends Head {
  /** The bytes as they arrived (after decompression). Nothing re-serialises them. */
  readonly body: Uint8Array
  /**
   * The body as JSON: parsed once, and handed to proof, validator and handler alike.
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
}
