/** Where the validators of an event lie. */

/** How an event's payloads are held to their schema. */
export type Strictness = 'strict' | 'tolerant'

/** The module without extension, below `src/`; `.explain` comes behind it. */
export function validatorPath(stem: string, strictness: Strictness): string {
  return strictness === 'strict' ? `validators/${stem}` : `validators/tolerant/${stem}`
}
