/** Code whose string literals are set aside, so that no text of a schema can be taken for code. */
import { GeneratorBug } from '../../errors.js'
import { json } from '../../print/literals.js'

const STRING = /"(?:[^"\\\n]|\\.)*"/g
const MASK = /"(\d+)"/g
const OPENING = '{[('
const CLOSING = '}])'

export interface MaskedCode {
  /** The code with `"0"`, `"1"` … for its string literals. */
  readonly text: string
  readonly strings: readonly string[]
}

/** @throws {GeneratorBug} where the code has strings of another kind, which nothing here emits */
export function maskStrings(code: string): MaskedCode {
  const strings: string[] = []
  const text = code.replace(STRING, (quoted) => {
    // Sound: the expression matches JSON strings, and JSON.parse fails on anything else.
    strings.push(JSON.parse(quoted) as string)
    return `"${strings.length - 1}"`
  })
  if (/['`]/.test(text)) throw new GeneratorBug('a validator has a string in single quotes')
  return { text, strings }
}

/** Puts the strings back, in a form that is safe in any script. */
export function unmaskStrings(text: string, strings: readonly string[]): string {
  return text.replace(MASK, (_, index: string) => json(stringAt(strings, index)))
}

/** The string behind a mask, with its quotes or without. */
export function stringAt(strings: readonly string[], mask: string): string {
  const found = strings[Number(mask.replaceAll('"', ''))]
  if (found === undefined) throw new GeneratorBug('a validator has a mask without a string')
  return found
}

/** The position of the bracket that closes the one at `start`, in masked code. */
export function closingBracket(text: string, start: number): number {
  let depth = 0
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index)
    if (OPENING.includes(character)) depth++
    else if (CLOSING.includes(character) && --depth === 0) return index
  }
  throw new GeneratorBug('a validator has a bracket that nothing closes')
}

/** Splits masked code at its commas, those inside brackets left out. */
export function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (OPENING.includes(character)) depth++
    else if (CLOSING.includes(character)) depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim())
      start = index + 1
    }
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== '')
}
