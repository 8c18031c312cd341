/** Turns the nodes of a YAML document into a JSON value and the places of its parts. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { clip } from './json-messages.js'
import { MAX_LEVELS } from './scan-json.js'
import type { PlaceTree } from './text-places.js'

/** Values that the aliases of one document may repeat: enough for people, too few for a bomb. */
const MAX_ALIASED_VALUES = 100_000

/** Reports a problem at an offset of the text. */
export type YamlReport = (
  severity: 'error' | 'warning',
  problem: { readonly code: string; readonly message: string; readonly hint?: string },
  at: { readonly offset: number; readonly pointer?: string },
) => void

export interface Converted {
  readonly value: JsonValue
  readonly place: PlaceTree
}

interface Here {
  readonly pointer: string
  readonly level: number
}

/** Ends the conversion; the reason has been reported. */
export class YamlFailure extends Error {
  override readonly name = 'YamlFailure'
}

/** Converts one document. Its recursion is bounded by MAX_LEVELS, its aliases by a budget. */
export class YamlConverter {
  /** True once an error is reported. */
  failed = false
  readonly #report: YamlReport
  /** What each anchor stands for; `undefined` while it is being read. */
  readonly #anchors = new Map<string, JsonValue | undefined>()
  #budget = MAX_ALIASED_VALUES

  constructor(report: YamlReport) {
    this.#report = report
  }

  /** @throws {YamlFailure} where going on would make no sense; it is reported */
  convert(node: unknown, here: Here = { pointer: '', level: 0 }): Converted {
    if (isAlias(node)) {
      const place = { offset: offsetOf(node) }
      return { value: this.#copy(this.#resolve(node, here), { ...here, node }), place }
    }
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined
    if (anchor !== undefined) this.#anchors.set(anchor, undefined)
    const converted = this.#convertPlain(node, here)
    if (anchor !== undefined) this.#anchors.set(anchor, converted.value)
    return converted
  }

  #convertPlain(node: unknown, here: Here): Converted {
    if (isScalar(node))
      return { value: this.#scalar(node, here), place: { offset: offsetOf(node) } }
    if (isMap(node)) return this.#map(node, here)
    const members = new Map<string, PlaceTree>()
    if (!isSeq(node)) return { value: null, place: { offset: offsetOf(node) } }
    const value = node.items.map((item, index) => {
      const name = String(index)
      const converted = this.convert(item, inside(here, name))
      members.set(name, converted.place)
      return converted.value
    })
    return { value, place: { offset: offsetOf(node), members } }
  }

  #scalar(node: Scalar, { pointer }: Here): JsonValue {
    const { value } = node
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    const message = `${clip(node.source ?? String(value))} is no value of JSON`
    this.#error('ERR_NUMBER_RANGE', message, { offset: offsetOf(node), pointer })
    return null
  }

  #map(node: YAMLMap, here: Here): Converted {
    const own = new Map<string, Converted>()
    const merged = new Map<string, Converted>()
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        for (const [name, member] of this.#merge(value, inside(here, '<<'))) {
          if (!merged.has(name)) merged.set(name, member)
        }
        continue
      }
      const name = this.#name(key, here)
      if (own.has(name)) {
        const at = { offset: offsetOf(key), pointer: joinPointer(here.pointer, name) }
        const message = `the key ${JSON.stringify(clip(name))} stands twice in one mapping`
        this.#error('ERR_KEY_DUPLICATE', message, at)
      }
      const converted = this.convert(value, inside(here, name))
      own.set(name, value === null ? { value: null, place: { offset: offsetOf(key) } } : converted)
    }
    // A key written out wins over a merged one, wherever the merge stands.
    const members = [...new Map([...merged, ...own])]
    return {
      value: Object.fromEntries(members.map(([name, { value }]) => [name, value])),
      place: {
        offset: offsetOf(node),
        members: new Map(members.map(([name, { place }]) => [name, place])),
      },
    }
  }

  /** The members that `<<` brings in: of one mapping, or of several, of which earlier ones win. */
  #merge(node: unknown, here: Here): Map<string, Converted> {
    const { value, place } = this.convert(node, here)
    const members = new Map<string, Converted>()
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!isObject(source)) {
        const message = 'a merge key "<<" takes a mapping or a list of mappings'
        return this.#fail('ERR_YAML_KEY', message, { offset: place.offset, pointer: here.pointer })
      }
      for (const [name, member] of Object.entries(source)) {
        if (!members.has(name)) members.set(name, { value: member, place })
      }
    }
    return members
  }

  /** The key as a property name; what YAML does not read as a string is converted, with a warning. */
  #name(key: unknown, here: Here): string {
    const value = isAlias(key) ? this.#resolve(key, here) : isScalar(key) ? key.value : key
    const at = { offset: offsetOf(key), pointer: here.pointer }
    if (typeof value === 'string') return value
    if (typeof value === 'object' && value !== null) {
      return this.#fail('ERR_YAML_KEY', 'a mapping or a list cannot be a property name', at)
    }
    const name = String(value)
    if (typeof value === 'number' && isResponseCode(name, here.pointer)) return name
    const source = isScalar(key) && key.source !== undefined ? clip(key.source) : name
    this.#report(
      'warning',
      {
        code: 'WARN_YAML_KEY',
        message: `the key ${source} is a ${value === null ? 'null' : typeof value} in YAML; it is read as the property "${name}"`,
        hint: 'quote the key',
      },
      { offset: at.offset, pointer: joinPointer(here.pointer, name) },
    )
    return name
  }

  #resolve(node: Alias, { pointer }: Here): JsonValue {
    const value = this.#anchors.get(node.source)
    if (value !== undefined) return value
    const message = this.#anchors.has(node.source)
      ? `the alias *${clip(node.source)} stands inside what it repeats`
      : `no anchor &${clip(node.source)} stands before the alias *${clip(node.source)}`
    return this.#fail('ERR_YAML_ALIAS', message, { offset: offsetOf(node), pointer })
  }

  /** A copy, so that no two places of the value are one object, charged to the budget. */
  #copy(value: JsonValue, here: Here & { readonly node: Alias }): JsonValue {
    const at = { offset: offsetOf(here.node), pointer: here.pointer }
    if (--this.#budget < 0) {
      const message = `the aliases of the file repeat more than ${MAX_ALIASED_VALUES} values`
      return this.#fail('ERR_YAML_ALIAS', message, at)
    }
    if (typeof value !== 'object' || value === null) return value
    if (here.level >= MAX_LEVELS) {
      const message = `the document is nested deeper than ${MAX_LEVELS} levels`
      return this.#fail('ERR_SCHEMA_TOO_DEEP', message, at)
    }
    const deeper = { ...here, level: here.level + 1 }
    if (!isObject(value)) return value.map((member) => this.#copy(member, deeper))
    const copied = Object.entries(value).map(([name, member]) => [name, this.#copy(member, deeper)])
    // Sound: the entries are names and JSON values; fromEntries of a mapped array loses the types.
    return Object.fromEntries(copied) as JsonObject
  }

  #error(code: string, message: string, at: { offset: number; pointer: string }): void {
    this.failed = true
    this.#report('error', { code, message }, at)
  }

  #fail(code: string, message: string, at: { offset: number; pointer: string }): never {
    this.#error(code, message, at)
    throw new YamlFailure(message)
  }
}

function inside({ pointer, level }: Here, name: string): Here {
  return { pointer: joinPointer(pointer, name), level: level + 1 }
}

/** Every description of an interface has its status codes so, and nothing is lost by it. */
function isResponseCode(name: string, pointer: string): boolean {
  // A payload may have responses as well: there the number is a name that somebody made.
  return (
    /^[1-5][0-9]{2}$/.test(name) &&
    /^\/(?:.*\/)?responses$/.test(pointer) &&
    !/\/(?:properties|definitions|\$defs|schemas)\/responses$/.test(pointer)
  )
}

/** `<<` as YAML 1.1 had it: plain, and without a tag that makes it a string. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && key.tag === undefined
}

function offsetOf(node: unknown): number {
  const isNode = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
  return isNode ? (node.range?.[0] ?? 0) : 0
}
