/** Reads a schema with a `discriminator` that others extend as the choice that it stands for. */
import { type Discriminator, placeKey, type SchemaPlace } from '../load/types.js'
import { IN_PLACE_KEYWORDS } from '../schema/keywords.js'
import { joinPointer, parsePointer } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import { subschemas } from '../schema/walk.js'
import { markOf } from './discriminators.js'
import type { Loading } from './narrow.js'
import { draftOf, schemaAt } from './places.js'

/**
 * Leads every reference to such a schema to a choice between those that extend it, except where
 * they extend it, and remembers the choices.
 */
export function expandInheritance(loading: Loading): void {
  const { loaded } = loading
  const inherited = loaded.discriminators.filter(({ isUnion }) => !isUnion)
  const made = inherited.map((discriminator) => {
    const kept = extensions(loading, discriminator)
    return { discriminator, kept, choice: choiceOf(loading, discriminator) }
  })
  for (const { discriminator, kept, choice } of made) {
    if (choice === undefined) continue
    const base = placeKey(discriminator.place)
    loading.choices.set(base, choice)
    const own = `${choice.file}#`
    for (const [from, target] of loaded.references) {
      const isOther = placeKey(target) === base && !kept.has(from) && !from.startsWith(own)
      if (isOther) loaded.references.set(from, choice)
    }
  }
}

/** The references by which the chosen schemas come to hold the base itself for the same value. */
function extensions({ loaded }: Loading, { place, places, fallback }: Discriminator) {
  const base = placeKey(place)
  const kept = new Set<string>()
  const seen = new Set<string>()
  const open = [...places.values(), ...(fallback === undefined ? [] : [fallback])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = placeKey(next)
    if (seen.has(key)) continue
    seen.add(key)
    const target = loaded.references.get(key)
    if (target !== undefined && placeKey(target) === base) kept.add(key)
    if (target !== undefined) open.push(target)
    for (const { path } of subschemas(schemaAt(loaded, next), draftOf(loaded, next))) {
      const [keyword = ''] = path
      if (!IN_PLACE_KEYWORDS.has(keyword)) continue
      open.push({ file: next.file, pointer: joinPointer(next.pointer, ...path) })
    }
  }
  return kept
}

/** A schema of its own: one of those that the values stand for. */
function choiceOf({ loaded }: Loading, discriminator: Discriminator): SchemaPlace | undefined {
  const { place, places, fallback, property } = discriminator
  const document = loaded.documents.get(place.file)
  const chosen = new Map([...places.values()].map((one) => [placeKey(one), one]))
  if (fallback !== undefined) chosen.set(placeKey(fallback), fallback)
  if (document === undefined || chosen.size < 2) return undefined
  const name = parsePointer(place.pointer)?.at(-1) ?? ''
  const file = `${placeKey(place)}/Any${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const base = schemaAt(loaded, place)
  const notes = isObject(base) ? notesOf(base) : {}
  const branches = [...chosen.values()].map((target, index) => {
    const mark = markOf(loaded, discriminator, target) ?? {}
    const pointer = joinPointer('', 'oneOf', String(index), 'allOf', '1')
    loaded.references.set(placeKey({ file, pointer }), target)
    return { allOf: [mark, { $ref: placeKey(target) }] }
  })
  const value = { ...notes, discriminator: { propertyName: property }, oneOf: branches }
  const locate = () => document.locate(place.pointer)
  loaded.documents.set(file, { ...document, file, value, locate, origin: place })
  return { file, pointer: '' }
}

function notesOf({ title, description, deprecated }: JsonObject): JsonObject {
  const notes = Object.entries({ title, description, deprecated })
  // Sound: what is absent is left out.
  return Object.fromEntries(notes.filter(([, note]) => note !== undefined)) as JsonObject
}
