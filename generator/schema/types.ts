/** JSON and JSON Schema as the generator sees them. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export const DRAFTS = ['04', '06', '07', '2019-09', '2020-12'] as const
export type Draft = (typeof DRAFTS)[number]

/** A JSON Schema: an object, or (from draft 06 on) a boolean. */
export type JsonSchema = boolean | JsonObject

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
