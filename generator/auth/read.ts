/** Small readers over config values whose shape the config schema has already checked. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'

export function object(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

export function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

export function string(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function number(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** A member of a config object; never one of `Object.prototype`. */
export function member(node: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(node, key) ? node[key] : undefined
}
