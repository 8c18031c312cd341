/** The load stage: a provider folder to documents whose references are resolved. */
import type { Diagnostics } from '../diagnostics.js'
import { isObject, type JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'
import { Library } from './library.js'
import { listFiles } from './list-files.js'
import { reportCycles } from './ref-cycles.js'
import { Reporter } from './reporter.js'
import { resolveReferences } from './resolve-refs.js'
import { selectFiles } from './select-files.js'
import type { LoadedSchemas, ProviderFolder } from './types.js'

/** Descriptions of whole interfaces, by the key that gives them away. */
const INTERFACES: Readonly<Record<string, string>> = {
  openapi: 'OpenAPI',
  swagger: 'OpenAPI',
  asyncapi: 'AsyncAPI',
}

/**
 * Reads, checks and resolves the event schemas of a folder. `patterns` is `events.schemas`;
 * `resources` are files beside them that describe no event.
 *
 * Never throws for bad input: all that is wrong, in whichever file, is reported in one run.
 * `eventFiles` holds those that could be read.
 */
export async function loadSchemas(
  folder: ProviderFolder,
  patterns: readonly string[] | undefined,
  diagnostics: Diagnostics,
  resources: readonly string[] = [],
): Promise<LoadedSchemas> {
  const files = listFiles(folder, diagnostics)
  const library = new Library(folder, files)
  const eventFiles: string[] = []
  for (const file of selectFiles(folder, { files, patterns }, diagnostics)) {
    if (resources.includes(file)) continue
    if (await isSchemaFile(file, library, diagnostics)) eventFiles.push(file)
  }
  const needed = [...eventFiles]
  for (const file of resources.filter((resource) => files.includes(resource))) {
    if (await isSchemaFile(file, library, diagnostics)) needed.push(file)
  }
  const resolved = await resolveReferences(library, needed, diagnostics)
  reportCycles(resolved, diagnostics)
  return { documents: resolved.documents, eventFiles, references: resolved.references }
}

/** True if the file is a schema; otherwise what it is has been reported. */
async function isSchemaFile(
  file: string,
  library: Library,
  diagnostics: Diagnostics,
): Promise<boolean> {
  const document = await library.use(file, diagnostics)
  if (document === undefined) return false
  const reporter = new Reporter(document, diagnostics)
  if (!isSchema(document.value)) {
    const message = `a schema is an object or a boolean; this is ${nameOf(document.value)}`
    reporter.error('ERR_SCHEMA_INVALID', message, { pointer: '' })
    return false
  }
  const description = interfaceOf(document.value)
  if (description === undefined) return true
  const message = `the file is an ${description}, not a JSON Schema`
  const hint = 'give each event a JSON Schema of its own, or leave the file out of events.schemas'
  reporter.error('ERR_INPUT_UNSUPPORTED', message, { pointer: '', hint })
  return false
}

function interfaceOf(value: JsonValue): string | undefined {
  if (!isObject(value)) return undefined
  for (const [key, name] of Object.entries(INTERFACES)) {
    const version = Object.hasOwn(value, key) ? value[key] : undefined
    if (typeof version === 'string' || typeof version === 'number') {
      return `${name} ${version} document`
    }
  }
  return undefined
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
