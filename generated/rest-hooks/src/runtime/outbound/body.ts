/** Writes the body of a request to the provider. */

export type JsonPart =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly JsonPart[]
  | { readonly [key: string]: JsonPart }

/** JSON text; what is absent is left out, as it is optional to whoever fills it in. */
export function jsonBody(value: JsonPart): string {
  return JSON.stringify(value) ?? 'null'
}
