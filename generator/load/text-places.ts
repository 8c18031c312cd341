/** Where in a text something stands: offsets to lines and columns, pointers to offsets. */
import { parsePointer } from '../schema/pointer.js'

/** A line and a column, both from 1; columns count UTF-16 code units, as editors do. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** Offsets of the values of a document, shaped like the document. */
export interface PlaceTree {
  readonly offset: number
  readonly members?: ReadonlyMap<string, PlaceTree> | undefined
}

/** Says where an offset of `text` is; it reads the text once, when it is first asked. */
export function placesOf(text: string): (offset: number) => TextPlace {
  let starts: readonly number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    const line = lastAtMost(starts, offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}

/** The offset of the value at a pointer, or of the nearest one around it that exists. */
export function offsetAt(root: PlaceTree, pointer: string): number {
  let tree = root
  for (const name of parsePointer(pointer) ?? []) {
    const member = tree.members?.get(name)
    if (member === undefined) break
    tree = member
  }
  return tree.offset
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (const lineBreak of text.matchAll(/\r\n|\r|\n/g)) {
    starts.push(lineBreak.index + lineBreak[0].length)
  }
  return starts
}

function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((sorted[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
