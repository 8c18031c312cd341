/** Reads a JSON or YAML file, by its extension. */
import type { Diagnostics } from '../diagnostics.js'
import { type ParsedDocument, parseJson } from './parse-json.js'
import type { InputFile } from './read-input.js'
import { readText } from './read-text.js'

/** The value of a file and its places; `undefined` once the reasons are reported. */
export async function readDocumentFile(
  input: InputFile,
  shown: string,
  diagnostics: Diagnostics,
): Promise<ParsedDocument | undefined> {
  const text = readText(input, shown, diagnostics)
  if (text === undefined) return undefined
  if (!/\.ya?ml$/i.test(input.file)) return parseJson(text, shown, diagnostics)
  const { parseYaml } = await import('./parse-yaml.js')
  return parseYaml(text, shown, diagnostics)
}
