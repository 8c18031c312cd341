/** Looks for keys that a JSON text has twice: `JSON.parse` keeps the last, other readers the first. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gs

/** Whether any object in the text has a key twice. The source has been parsed, so it is JSON. */
export function hasDuplicateKeys(source: Uint8Array): boolean {
  const open: (Set<string> | undefined)[] = []
  let last = ''
  for (const [token] of decoder.decode(source).matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':' && !addKey(open.at(-1), last)) return true
    last = token
  }
  return false
}

function addKey(keys: Set<string> | undefined, literal: string): boolean {
  // Escapes are undone first: `"a"` and `"\u0061"` are one key.
  const key = String(JSON.parse(literal))
  if (keys?.has(key) === true) return false
  keys?.add(key)
  return true
}
