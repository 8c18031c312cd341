/** Reads texts that should be JSON, and may be damaged. */

/** The value of a JSON text; absent where it is none. */
export function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
