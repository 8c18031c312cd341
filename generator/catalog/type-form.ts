/** How the type of a delivery is put together, as far as schemas can say what stands in it. */
import type { EventSource, ExprPart, Placeholder } from '../auth/types.js'
import { parsePointer } from '../schema/pointer.js'
import type { Step } from './demands.js'
import { typePointer } from './type-pointer.js'

/** A piece of the type: fixed text, a place in the payload, or something that no schema describes. */
export type TypePart<S extends Step = Step> =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'place'; readonly path: readonly S[] }
  | { readonly kind: 'other' }
  | { readonly kind: 'optional'; readonly parts: TypeForm<S> }

export type TypeForm<S extends Step = Step> = readonly TypePart<S>[]

/** What is known of the places: by their paths, as `keyOfPath` writes them. */
export type Known = ReadonlyMap<string, string>

export function typeForm(source: EventSource): TypeForm<string> {
  const placeOf = (part: Placeholder): readonly string[] | undefined => {
    const pointer = typePointer(part, source)
    return pointer === undefined ? undefined : parsePointer(pointer)
  }
  return source.type.map((part) => formOf(part, placeOf))
}

/** `placeOf` says where in what the schemas describe a placeholder reads, if it does. */
export function formOf<S extends Step>(
  part: ExprPart,
  placeOf: (part: Placeholder) => readonly S[] | undefined,
): TypePart<S> {
  if (part.kind === 'text') return { kind: 'text', value: part.value }
  if (part.kind === 'optional') {
    return { kind: 'optional', parts: part.parts.map((inner) => formOf(inner, placeOf)) }
  }
  const path = part.kind === 'placeholder' ? placeOf(part) : undefined
  return path === undefined ? { kind: 'other' } : { kind: 'place', path }
}

export function keyOfPath(path: readonly Step[]): string {
  return JSON.stringify(path)
}

/** Every place that the type is read from. */
export function placesOf<S extends Step>(form: TypeForm<S>): readonly (readonly S[])[] {
  return form.flatMap((part) => {
    if (part.kind === 'place') return [part.path]
    return part.kind === 'optional' ? placesOf(part.parts) : []
  })
}

/** What a schema has for a name besides what it demands of the payload. */
export interface Given {
  /** What the input calls it. */
  readonly key: string
  /** `x-event-version`: the last part of the type that the payload does not say. */
  readonly version: string | undefined
}

/**
 * The wire name. A key that has the form of a type already is one; otherwise it stands for the one
 * part of the type that the schema does not say.
 */
export function fillType(form: TypeForm, known: Known, given: Given): string {
  const parts = flat(form, known)
  const open = parts.filter((part) => part === undefined).length
  // Where the schema says nothing of a type that is optional throughout, the key is all there is.
  const isSaid = placesOf(form).some((path) => known.has(keyOfPath(path)))
  if (open === 0) return isSaid ? parts.join('') : given.key
  if (pattern(parts).test(given.key)) return given.key
  const filled = given.version === undefined ? parts : withLast(parts, given.version)
  const left = filled.filter((part) => part === undefined).length
  return left > 1 ? given.key : filled.map((part) => part ?? given.key).join('')
}

/** Texts, and `undefined` for what is not known. An optional group counts if its places are known. */
function flat(form: TypeForm, known: Known): readonly (string | undefined)[] {
  return form.flatMap((part): readonly (string | undefined)[] => {
    if (part.kind === 'text') return [part.value]
    if (part.kind === 'place') return [known.get(keyOfPath(part.path))]
    if (part.kind === 'other') return [undefined]
    const inner = flat(part.parts, known)
    return inner.includes(undefined) ? [] : inner
  })
}

function pattern(parts: readonly (string | undefined)[]): RegExp {
  const source = parts.map((part) => (part === undefined ? '(?:.+)' : quoted(part)))
  return new RegExp(`^${source.join('')}$`, 's')
}

function withLast(
  parts: readonly (string | undefined)[],
  version: string,
): readonly (string | undefined)[] {
  const last = parts.lastIndexOf(undefined)
  return parts.map((part, index) => (index === last ? version : part))
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
