/** Reads the records that we keep beside the output, which may be missing or damaged. */
import { readFileSync } from 'node:fs'
import { isMissing } from './failure.js'

/** The text of a file; absent where there is none. */
export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** The value of a JSON text; absent where it is none. */
export function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
