/** Text to JSON value: strict, and with places for whoever has something to say about it. */
import type { Diagnostics } from '../diagnostics.js'
import type { JsonValue } from '../schema/types.js'
import { type JsonProblem, MAX_LEVELS, scanJson } from './scan-json.js'
import { isSound } from './sound-json.js'
import { offsetAt, type PlaceTree, placesOf, type TextPlace } from './text-places.js'

/** A parsed file. */
export interface ParsedDocument {
  readonly value: JsonValue
  /** The place of the value at a JSON pointer; of the nearest parent if it is absent. */
  locate(pointer: string): TextPlace
}

/** Parses a JSON text; `undefined` once the reasons are reported. */
export function parseJson(
  text: string,
  shown: string,
  diagnostics: Diagnostics,
): ParsedDocument | undefined {
  const placeAt = placesOf(text)
  const parsed = parseValue(text)
  if (parsed === undefined || !isSound(text, parsed, MAX_LEVELS)) {
    const { problems } = scanJson(text)
    for (const problem of problems) report(problem, placeAt(problem.offset), { shown, diagnostics })
    // A duplicate key leaves a value that can be checked further; the run fails all the same.
    if (problems.some(({ code }) => code !== 'ERR_KEY_DUPLICATE')) return undefined
  }
  if (parsed === undefined) {
    const place = { file: shown, line: 1, column: 1 }
    diagnostics.error('ERR_JSON_SYNTAX', 'the file is not JSON', place)
    return undefined
  }
  let root: PlaceTree | undefined
  const locate = (pointer: string): TextPlace => {
    root ??= scanJson(text).root
    return placeAt(offsetAt(root, pointer))
  }
  return { value: parsed, locate }
}

function parseValue(text: string): JsonValue | undefined {
  try {
    // Sound: JSON.parse returns nothing but JSON. It also keeps `__proto__` as an own member.
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function report(
  problem: JsonProblem,
  place: TextPlace,
  to: { readonly shown: string; readonly diagnostics: Diagnostics },
): void {
  const pointer = problem.pointer === undefined ? undefined : `#${problem.pointer}`
  to.diagnostics.error(problem.code, problem.message, { file: to.shown, ...place, pointer })
}
