/** Reads a JSON or YAML file, by its extension. */
import type { Diagnostics } from '../diagnostics.js'
import { type ParsedDocument, parseJson } from './parse-json.js'
import { readText } from './read-text.js'

/** The value of a file and its places; `undefined` once the reasons are reported. */
export async function readDocumentFile(
  path: string,
  shown: string,
  diagnostics: Diagnostics,
): Promise<ParsedDocument | undefined> {
  const text = readText(path, shown, diagnostics)
  if (text === undefined) return undefined
  if (!/\.ya?ml$/i.test(path)) return parseJson(text, shown, diagnostics)
  const { parseYaml } = await import('./parse-yaml.js')
  return parseYaml(text, shown, diagnostics)
}
