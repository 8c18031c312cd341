/** Walks a description: members of objects, through the references that stand in their place. */
import type { Diagnostics } from '../../diagnostics.js'
import { escapeSegment } from '../../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { isSchema } from '../../schema/walk.js'
import { isRefusal, type ReferenceTargets } from '../reference-target.js'
import type { Registry } from '../registry.js'
import { Reporter } from '../reporter.js'
import type { SchemaNode } from '../resources.js'
import type { Document, SchemaPlace } from '../types.js'

/** An object of a description, and where it stands. */
export interface Found {
  readonly document: Document
  readonly pointer: string
  readonly value: JsonObject
  /** Where the list or map has it that it was found in, references aside. */
  readonly at?: SchemaPlace
}

type Spot = Pick<Found, 'document' | 'pointer'>

/** More in a row than anybody writes: the references lead round in a circle. */
const MOST_REFERENCES = 50

export class DescriptionReader {
  readonly #registry: Registry
  readonly #targets: ReferenceTargets
  readonly #diagnostics: Diagnostics

  constructor(registry: Registry, targets: ReferenceTargets, diagnostics: Diagnostics) {
    this.#registry = registry
    this.#targets = targets
    this.#diagnostics = diagnostics
  }

  /** The object that a member is, or that its references lead to. What is wrong is reported. */
  async object(holder: Found, name: string): Promise<Found | undefined> {
    const value = member(holder, name)
    if (value === undefined) return undefined
    const place = below(holder, name)
    if (isObject(value)) return this.#follow({ ...place, value })
    this.error(place, 'ERR_INPUT_SHAPE', `${JSON.stringify(name)} must be an object`)
    return undefined
  }

  /** The members of an object that are objects, or refer to one, in their order. */
  async members(holder: Found | undefined): Promise<readonly (readonly [string, Found])[]> {
    if (holder === undefined) return []
    const found: (readonly [string, Found])[] = []
    for (const name of Object.keys(holder.value)) {
      if (name.startsWith('x-')) continue
      const one = await this.object(holder, name)
      if (one !== undefined) found.push([name, { ...one, at: placeBelow(holder, name) }])
    }
    return found
  }

  /** The items of a list that are objects, or refer to one, with what stands in the list. */
  async items(holder: Found, name: string): Promise<readonly (readonly [JsonObject, Found])[]> {
    const list = member(holder, name)
    if (!Array.isArray(list)) return []
    const items: (readonly [JsonObject, Found])[] = []
    for (const [index, value] of list.entries()) {
      const place = below(below(holder, name), String(index))
      const found = isObject(value) ? await this.#follow({ ...place, value }) : undefined
      if (isObject(value) && found !== undefined) items.push([value, found])
    }
    return items
  }

  /** The place of a schema; of one that does nothing but refer to another, that one's. */
  async schema(holder: Found, name: string): Promise<SchemaPlace | undefined> {
    const value = member(holder, name)
    if (value === undefined) return undefined
    const here = below(holder, name)
    if (!isSchema(value)) {
      this.error(here, 'ERR_INPUT_SHAPE', `${JSON.stringify(name)} must be a schema`)
      return undefined
    }
    const isAlias = isObject(value) && Object.keys(value).every((key) => key === '$ref')
    if (!isAlias) return placeOf(here)
    const target = await this.#follow({ ...here, value })
    return target && placeOf(target)
  }

  error(at: Spot, code: string, message: string, hint?: string): void {
    new Reporter(at.document, this.#diagnostics).error(code, message, { pointer: at.pointer, hint })
  }

  warning(at: Spot, code: string, message: string, hint?: string): void {
    const spot = { pointer: at.pointer, hint }
    new Reporter(at.document, this.#diagnostics).warning(code, message, spot)
  }

  notice(at: Spot, code: string, message: string, hint?: string): void {
    const spot = { pointer: at.pointer, hint }
    new Reporter(at.document, this.#diagnostics).notice(code, message, spot)
  }

  async #follow(start: Found): Promise<Found | undefined> {
    let found = start
    for (let steps = 0; steps < MOST_REFERENCES; steps++) {
      const reference = member(found, '$ref')
      if (typeof reference !== 'string') return found
      const next = await this.#target(found, reference)
      if (next === undefined) return undefined
      found = next
    }
    this.error(start, 'ERR_REF_CYCLE', 'the reference leads back to itself')
    return undefined
  }

  async #target(from: Found, reference: string): Promise<Found | undefined> {
    const { document, pointer, value } = from
    const resource = (await this.#registry.nodes(document.file))[0]?.resource
    if (resource === undefined) return undefined
    const node: SchemaNode = { document, pointer, schema: value, resource }
    const target = await this.#targets.find(node, '$ref', reference)
    if (target === undefined) return undefined
    if (isRefusal(target)) {
      this.error(from, target.code, target.message, target.hint)
      return undefined
    }
    // A schema that is `true` or `false` has no members that anybody could ask for.
    const schema = isObject(target.schema) ? target.schema : {}
    return { document: target.document, pointer: target.pointer, value: schema }
  }
}

/** A text member of an object. */
export function text(found: Found, name: string): string | undefined {
  const value = member(found, name)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function member({ value }: Found, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

/** The place of a member, references aside. */
export function placeBelow(holder: Spot, name: string): SchemaPlace {
  return placeOf(below(holder, name))
}

function placeOf({ document, pointer }: Spot): SchemaPlace {
  return { file: document.file, pointer }
}

function below({ document, pointer }: Spot, name: string): Spot {
  return { document, pointer: `${pointer}/${escapeSegment(name)}` }
}
