/** Text to JSON value: strict, and with places for whoever has something to say about it. */
import type { Diagnostics } from '../diagnostics.js'
import type { JsonValue } from '../schema/types.js'
import { type JsonProblem, scanJson } from './scan-json.js'
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
  const { problems } = scanJson(text)
  const placeAt = placesOf(text)
  for (const problem of problems) report(problem, placeAt(problem.offset), { shown, diagnostics })
  // A duplicate key leaves a value that can be checked further; the run fails all the same.
  if (problems.some(({ code }) => code !== 'ERR_KEY_DUPLICATE')) return undefined
  try {
    // Sound: JSON.parse returns nothing but JSON. It also keeps `__proto__` as an own member.
    const value = JSON.parse(text) as JsonValue
    let root: PlaceTree | undefined
    const locate = (pointer: string): TextPlace => {
      root ??= scanJson(text).root
      return placeAt(offsetAt(root, pointer))
    }
    return { value, locate }
  } catch {
    diagnostics.error('ERR_JSON_SYNTAX', 'the file is not JSON', {
      file: shown,
      line: 1,
      column: 1,
    })
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
