/** Finds configs under a name that is not theirs: `webhook.json`, `hookwright.yaml`, `webhooks.config.json`. */
import { readInput } from './read-input.js'

/** Only files whose name speaks of hooks or of a config are opened. */
const LIKELY =
  /^(?:[^.]*hooks?[^/]*|hookwright[^/]*|[^/]*config[^/]*)\.(?:jsonc?|json5|ya?ml|toml|[cm]?[jt]s)$/i

/** Keys of a config, of which a schema has none. */
const KEYS = /^\s*["']?(?:auth|events|secrets|handshakes|sender|provider)["']?\s*[:=]/gm

const LARGEST = 1024 * 1024

/** The first of the names in the folder that holds a config; those of the name itself are no matter. */
export function misnamedConfig(root: string, names: readonly string[]): string | undefined {
  return names.find(
    (name) =>
      LIKELY.test(name) && !/^webhooks\.(?:json|ya?ml)$/i.test(name) && isConfig(root, name),
  )
}

function isConfig(root: string, file: string): boolean {
  let text: string
  try {
    text = readInput({ root, file }, LARGEST).toString('utf8')
  } catch {
    // What cannot be read is no matter here: it is not asked for by its name.
    return false
  }
  const keys = keysOf(text)
  return keys.includes('auth') && !keys.some((key) => FOREIGN.test(key))
}

/** What schemas and descriptions of interfaces have at their top. */
const FOREIGN = /^(?:properties|\$ref|allOf|anyOf|oneOf|openapi|asyncapi|swagger)$/
const FOREIGN_LINE =
  /^["']?(?:properties|\$ref|allOf|anyOf|oneOf|openapi|asyncapi|swagger)["']?\s*:/m

/** The keys at the top, as far as they can be told of JSON with comments, YAML and code. */
function keysOf(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? Object.keys(value) : []
  } catch {
    const keys = (text.match(KEYS) ?? []).map((key) => key.replace(/[^A-Za-z]/g, ''))
    return new Set(keys).size > 1 && !FOREIGN_LINE.test(text) ? keys : []
  }
}
