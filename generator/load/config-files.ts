/** Which files are configs of ours: those of the name, except for descriptions that have it too. */
import { posix } from 'node:path'
import { type InputFile, readInput } from './read-input.js'

const CONFIG_FILE = /^webhooks\.(?:json|ya?ml)$/i

/** The keys that give a description away, and none of which a config has. */
const DESCRIBING = /^(?:openapi|asyncapi|swagger)$/

/** The first line of a YAML file that could not stand in a config. */
const DESCRIBING_LINE = /^["']?(?:openapi|asyncapi|swagger)["']?[ \t]*:/m

/** Beyond this no file is read at all. */
const LARGEST = 16 * 1024 * 1024

/** True for `webhooks.json`, `webhooks.yaml` and `webhooks.yml`, in any case. */
export function isConfigFile(root: string, file: string): boolean {
  return CONFIG_FILE.test(posix.basename(file)) && !isDescription({ root, file })
}

function isDescription(input: InputFile): boolean {
  let text: string
  try {
    text = readInput(input, LARGEST).toString('utf8')
  } catch {
    // What cannot be read is reported by whoever needs it, under the name that it has.
    return false
  }
  try {
    const value: unknown = JSON.parse(text)
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
    return keys.some((key) => DESCRIBING.test(key))
  } catch {
    return DESCRIBING_LINE.test(text)
  }
}
