/** Finds the examples that a description has beside the schema of an event. */
import { joinPointer, parsePointer, valueAt } from '../../schema/pointer.js'
import { isObject } from '../../schema/types.js'
import type { ExamplePlace } from '../types.js'
import { parseReference } from '../uri.js'
import { type Found, member } from './reader.js'

/** More in a row than anybody writes: the references lead round in a circle. */
const MOST_REFERENCES = 50

/**
 * Where they stand: `example`, and of each of `examples` (a map, or a list) the member `inner`.
 * References inside the document are followed. Others are not: nothing is made of an example, so
 * that what cannot be found of one is no reason to refuse the input.
 */
export function examplesBeside(holder: Found, inner: 'value' | 'payload'): readonly ExamplePlace[] {
  const { document, pointer } = holder
  const alone = member(holder, 'example')
  const named = member(holder, 'examples')
  const names = isObject(named) || Array.isArray(named) ? Object.keys(named) : []
  const found = names.flatMap((name) => {
    const place = follow({ document, pointer: joinPointer(pointer, 'examples', name) })
    return place === undefined ? [] : [{ document, pointer: joinPointer(place.pointer, inner) }]
  })
  return [
    ...(alone === undefined ? [] : [{ document, pointer: joinPointer(pointer, 'example') }]),
    ...found.filter((place) => valueAt(document.value, place.pointer) !== undefined),
  ]
}

function follow(start: ExamplePlace): ExamplePlace | undefined {
  let place = start
  for (let steps = 0; steps < MOST_REFERENCES; steps++) {
    const value = valueAt(place.document.value, place.pointer)
    const reference = isObject(value) ? value['$ref'] : undefined
    if (typeof reference !== 'string') return place
    const pointer = reference.startsWith('#')
      ? parsePointer(parseReference(reference).fragment)
      : undefined
    if (pointer === undefined) return undefined
    place = { ...place, pointer: joinPointer('', ...pointer) }
  }
  return undefined
}
