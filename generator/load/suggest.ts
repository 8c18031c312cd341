/** What the author of a reference that leads nowhere may have meant. */
import { posix } from 'node:path'
import { didYouMean, nearest } from '../schema/nearest.js'
import { joinPointer, memberOf, parsePointer, valueAt } from '../schema/pointer.js'
import type { JsonValue } from '../schema/types.js'

const ALIKE: Readonly<Record<string, string>> = { definitions: '$defs', $defs: 'definitions' }

/** A hint for a path from `from` that no file has: a file of that name, or of a similar one. */
export function suggestFile(
  path: string,
  from: string,
  files: readonly string[],
): string | undefined {
  const folder = posix.dirname(from)
  const byPath = new Map(files.map((file) => [posix.relative(folder, file), file]))
  const wanted = posix.relative(folder, path)
  const name = posix.basename(path)
  for (const [relative, file] of byPath) {
    const isSame = posix.basename(file) === name || withoutExtension(relative) === wanted
    if (isSame) return `did you mean ${JSON.stringify(relative)}?`
  }
  return didYouMean(wanted, byPath.keys())
}

/** A hint for a pointer that leads nowhere: the nearest name where it breaks off. */
export function suggestPointer(root: JsonValue, pointer: string): string | undefined {
  let parent: JsonValue = root
  let path = ''
  for (const name of parsePointer(pointer) ?? []) {
    const member = memberOf(parent, name)
    if (member === undefined) return suggestMember(root, { parent, path, name, pointer })
    parent = member
    path = joinPointer(path, name)
  }
  return undefined
}

function suggestMember(
  root: JsonValue,
  at: {
    readonly parent: JsonValue
    readonly path: string
    readonly name: string
    readonly pointer: string
  },
): string | undefined {
  const { parent, path, name, pointer } = at
  if (typeof parent !== 'object' || parent === null) return undefined
  const alike = Object.hasOwn(ALIKE, name) ? ALIKE[name] : undefined
  if (alike !== undefined) {
    const swapped = joinPointer(path, alike) + pointer.slice(joinPointer(path, name).length)
    if (valueAt(root, swapped) !== undefined) return `did you mean "#${swapped}"?`
  }
  const key = nearest(name, Object.keys(parent))
  return key === undefined
    ? undefined
    : `did you mean ${JSON.stringify(`#${joinPointer(path, key)}`)}?`
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:schema\.)?[A-Za-z]+$/, '')
}
