/** Looks for keys that a JSON text has twice: `JSON.parse` keeps the last, other readers the first. */
import { skipString } from '../expr/json-scan.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Whether any object in the text has a key twice. The source has been parsed, so it is JSON. */
export function hasDuplicateKeys(source: Uint8Array): boolean {
  const text = decoder.decode(source)
  const open: (Set<string> | undefined)[] = []
  let last = ''
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    const end = character === '"' ? skipString(text, at) : at + 1
    if (character === '"') last = text.slice(at, end)
    else if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === ':' && !addKey(open.at(-1), last)) return true
    at = end
  }
  return false
}

function addKey(keys: Set<string> | undefined, literal: string): boolean {
  // Escapes are undone first: `"a"` and `"\u0061"` are one key.
  const key = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1)
  if (keys?.has(key) === true) return false
  keys?.add(key)
  return true
}
