/** From schemas of whole bodies, as descriptions of interfaces have them, to those of the events in them. */
import type { EventSource, Expr, Placeholder } from '../auth/types.js'
import type { SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf, parsePointer } from '../schema/pointer.js'
import { conjunctsAlong, EACH, memberSchemas, type Step } from './demands.js'
import { aliased, choose, type Loading } from './narrow.js'
import { formOf, type TypeForm } from './type-form.js'
import { pointerBehind } from './type-pointer.js'

/** How a body leads to its events. */
export interface Descent {
  /** The way from the body to what is handed to handlers. */
  readonly path: readonly Step[]
  /** The type, as the whole body says it. */
  readonly form: TypeForm
}

/** More choices inside choices than anybody writes. */
const MOST_LEVELS = 20

/** None where what a schema describes, the body or what a field of it carries, is the event itself. */
export function descentOf(source: EventSource): Descent | undefined {
  const { batch, format, from, payload, type } = source
  if (format !== 'json') return undefined
  if (from !== undefined) return carriedDescent(from, source)
  const list = batch === undefined ? [] : [...stepsOf(batch), EACH]
  const path = [...list, ...stepsOf(payload)]
  if (path.length === 0) return undefined
  const placeOf = (part: Placeholder): readonly Step[] | undefined => {
    if (part.filters.length > 0) return undefined
    if (part.source === 'json') return stepsOf(part.arg ?? '')
    return part.source === 'item' ? [...list, ...stepsOf(part.arg ?? '')] : undefined
  }
  return { path, form: type.map((part) => formOf(part, placeOf)) }
}

/** The way from what a field of a form holds to the event in that. */
function carriedDescent(from: Expr, { batch, payload, type }: EventSource): Descent | undefined {
  const [carrier] = from
  const isField = from.length === 1 && carrier?.kind === 'placeholder' && carrier.source === 'form'
  if (!isField || carrier.filters.length > 0 || batch !== undefined || payload === '') {
    return undefined
  }
  const placeOf = (part: Placeholder): readonly Step[] | undefined => {
    const pointer = pointerBehind(carrier, part)
    return pointer === undefined ? undefined : stepsOf(pointer)
  }
  return { path: stepsOf(payload), form: type.map((part) => formOf(part, placeOf)) }
}

function stepsOf(pointer: string): readonly Step[] {
  return parsePointer(pointer) ?? []
}

/** The schema at a path of the payload; none where the schema has nothing there. */
export function schemaAlong(
  loading: Loading,
  place: SchemaPlace,
  path: readonly Step[],
  level = 0,
): SchemaPlace | undefined {
  const { loaded } = loading
  const [step, ...rest] = path
  if (step === undefined) return aliased(loaded, place)
  const parts = conjunctsAlong(loaded, place, [])
  const members = parts.flatMap((part) => memberSchemas(part, step))
  const [only] = members
  if (only !== undefined) {
    const at = members.length === 1 ? only : choose(loading, members, 'allOf')
    return schemaAlong(loading, at, rest, level)
  }
  if (level > MOST_LEVELS) return undefined
  for (const { place: holder, schema } of parts) {
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const list = memberOf(schema, keyword)
      if (!Array.isArray(list) || list.length === 0) continue
      const found = list.map((_, index) => {
        const pointer = joinPointer(holder.pointer, keyword, String(index))
        return schemaAlong(loading, { file: holder.file, pointer }, path, level + 1)
      })
      const places = found.filter((one) => one !== undefined)
      if (places.length === found.length) return choose(loading, places, 'anyOf')
    }
  }
  return undefined
}
