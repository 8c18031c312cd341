/** Writes values down as JSON, for a request of the receiver's own. */

type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json }

/** The value as JSON; undefined where a part of it is absent. */
export function jsonText(value: Json): string | undefined {
  return isWhole(value) ? JSON.stringify(value) : undefined
}

function isWhole(value: Json): boolean {
  if (value === undefined) return false
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isWhole)
}
