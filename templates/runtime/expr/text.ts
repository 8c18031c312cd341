/** The text filters of the expression language. Each gives undefined for what is absent. */
import { asText, type Value } from './value.js'

export function lower(value: Value | undefined): string | undefined {
  return asText(value)?.toLowerCase()
}

export function upper(value: Value | undefined): string | undefined {
  return asText(value)?.toUpperCase()
}

export function trim(value: Value | undefined): string | undefined {
  return asText(value)?.trim()
}

/** The text without its prefix; absent where it does not begin with it. */
export function strip(value: Value | undefined, prefix: string): string | undefined {
  const text = asText(value)
  return text?.startsWith(prefix) ? text.slice(prefix.length) : undefined
}

/** One entry of a list; absent where the list is shorter. */
export function nth(
  value: Value | undefined,
  separator: string,
  index: number,
): string | undefined {
  return asText(value)?.split(separator, index + 1)[index]
}

/** The text as a JSON string literal. */
export function jsonString(value: Value | undefined): string | undefined {
  const text = asText(value)
  return text === undefined ? undefined : JSON.stringify(text)
}
