/** How a receiver asks for keys and tokens: types, and nothing that executes. */
import type { Fetch } from './options.js'

export interface Remote {
  readonly fetch: Fetch
  /** Origins that the consumer has put in the place of others. */
  readonly origins: ReadonlyMap<string, string>
  /** Why no key is asked for at an origin; undefined where one is. */
  readonly objection: (origin: string) => string | undefined
}
