/** Keeps member names that json-schema-to-typescript cannot take, or prints unsafely, away from it. */
import { propertyKey } from '../../print/literals.js'
import type { ObjectNode, TypeNode } from './node.js'

/**
 * The library calls `hasOwnProperty` on the map of members, and prints every other character than
 * quotes as it is: those that hide or turn text around would deceive whoever reads the types.
 */
const UNSAFE =
  /^hasOwnProperty$|[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** A stand-in at the start of a line: no comment begins there, and no other name has a NUL. */
const STAND_IN = /^([\t ]*)"\\u0000(\d+)"(?=\??:)/gm

/** Exchanges unsafe names for stand-ins, and back once the type is text. */
export class MemberNames {
  readonly #hidden: string[] = []

  /** A copy of the type in which no member has an unsafe name. */
  hide(node: TypeNode): TypeNode {
    if ('tsType' in node) return node
    if ('anyOf' in node) return { ...node, anyOf: node.anyOf.map((one) => this.hide(one)) }
    if ('allOf' in node) return { ...node, allOf: node.allOf.map((one) => this.hide(one)) }
    if (node.type === 'object') return this.#hideMembers(node)
    if (!('minItems' in node)) return { ...node, items: this.hide(node.items) }
    const items = node.items.map((item) => this.hide(item))
    return { ...node, items, additionalItems: this.#hideRest(node.additionalItems) }
  }

  /** The printed type with its own names. */
  restore(text: string): string {
    return text.replace(STAND_IN, (match, indent: string, index: string) => {
      const name = this.#hidden[Number(index)]
      return name === undefined ? match : `${indent}${propertyKey(name)}`
    })
  }

  #hideMembers(node: ObjectNode): ObjectNode {
    const standIns = new Map<string, string>()
    const properties: Record<string, TypeNode> = {}
    for (const [name, member] of Object.entries(node.properties)) {
      const standIn = UNSAFE.test(name) ? `\u0000${this.#hidden.push(name) - 1}` : name
      standIns.set(name, standIn)
      properties[standIn] = this.hide(member)
    }
    return {
      ...node,
      properties,
      required: node.required.map((name) => standIns.get(name) ?? name),
      additionalProperties: this.#hideRest(node.additionalProperties),
    }
  }

  #hideRest(rest: boolean | TypeNode): boolean | TypeNode {
    return typeof rest === 'boolean' ? rest : this.hide(rest)
  }
}
