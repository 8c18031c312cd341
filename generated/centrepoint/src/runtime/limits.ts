/** What a sender may cost: the limits that a consumer may set, and what they are otherwise. */
import { unknownOption } from './check-options.js'

/** Each is a number above zero; `Infinity` sets no limit. */
export interface LimitOptions {
  /** The most bytes of a body, as it came and after decompression; 1 MiB by default. */
  readonly bodyBytes?: number | undefined
  /** The most header lines; 200 by default. */
  readonly headers?: number | undefined
  /** The most bytes of all header lines, and the most of the URL; 32 KiB by default. */
  readonly headerBytes?: number | undefined
  /** How long the body may take to arrive, from its first read to its end; 10 by default. */
  readonly readSeconds?: number | undefined
  /** The most deliveries under way at once; 1,000 by default. */
  readonly concurrency?: number | undefined
  /** The most times that decompression may make a body longer; 100 by default. */
  readonly ratio?: number | undefined
  /**
   * How long each function or store of the consumer's may take that a delivery waits for before its
   * handlers: secrets, `account`, `custom` proofs, `secretStore`; 5 by default.
   */
  readonly callSeconds?: number | undefined
}

export type Limits = { readonly [Name in keyof LimitOptions]-?: number }

const DEFAULTS: Limits = {
  // Several times what any known sender delivers.
  bodyBytes: 1_048_576,
  headers: 200,
  // Twice what Node takes, request line and all, unless it is told otherwise.
  headerBytes: 32_768,
  readSeconds: 10,
  concurrency: 1000,
  // JSON rarely shrinks to less than a thirtieth; a bomb shrinks to a thousandth.
  ratio: 100,
  callSeconds: 5,
}

/** Fills in what was not given. @throws {TypeError} for what is no limit */
export function readLimits(given: LimitOptions = {}): Limits {
  const values: Record<string, unknown> = { ...given }
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw unknownOption('limits', name, Object.keys(DEFAULTS))
    if (value === undefined) delete values[name]
    else if (typeof value !== 'number' || !(value > 0)) {
      throw new TypeError(`limits.${name} must be a number above zero`)
    }
  }
  return { ...DEFAULTS, ...values }
}
