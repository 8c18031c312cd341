/** Which files are configs of ours: those of the name, except for descriptions that have it too. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'

const CONFIG_FILE = /^webhooks\.(?:json|ya?ml)$/i

/** The keys that give a description away, and none of which a config has. */
const DESCRIBING = /^(?:openapi|asyncapi|swagger)$/

/** The first line of a YAML file that could not stand in a config. */
const DESCRIBING_LINE = /^["']?(?:openapi|asyncapi|swagger)["']?[ \t]*:/m

/** True for `webhooks.json`, `webhooks.yaml` and `webhooks.yml`, in any case. */
export function isConfigFile(path: string): boolean {
  return CONFIG_FILE.test(basename(path)) && !isDescription(path)
}

function isDescription(path: string): boolean {
  let text: string
  try {
    // A pipe or a device would never end.
    if (!statSync(path).isFile()) return false
    text = readFileSync(path, 'utf8')
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
