/** The documents of one provider folder, each read once, whoever asks for it. */
import { Diagnostics } from '../diagnostics.js'
import { looksLikeSchema } from '../schema/shapes.js'
import type { Draft, JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'
import { isConfigFile } from './config-files.js'
import { type Declaration, declarationOf, declaredDrafts, draftOf } from './draft.js'
import {
  describe,
  draftOfDescription,
  haveOldSchemas,
  withoutOldSchemas,
} from './inputs/describe.js'
import { hasOldFormat, moderniseMessages } from './inputs/old-messages.js'
import { modernise } from './inputs/old-openapi.js'
import { isMetaSchema, metaSchemaDocument } from './meta-schemas.js'
import type { ParsedDocument } from './parse-json.js'
import { showPath } from './paths.js'
import { readDocumentFile } from './read-document.js'
import { Reporter } from './reporter.js'
import type { Document, ProviderFolder } from './types.js'

/** A file as it was read: what it says, if anything, and what there is to report of it. */
interface Entry {
  readonly parsed: ParsedDocument | undefined
  readonly diagnostics: Diagnostics
}

export class Library {
  readonly folder: ProviderFolder
  /** Every schema-like file of the folder. */
  readonly files: readonly string[]
  readonly #entries = new Map<string, Promise<Entry>>()
  readonly #documents = new Map<string, Promise<Document | undefined>>()
  #drafts: Promise<readonly Draft[]> | undefined
  #isOld: Promise<boolean> | undefined
  #schemaFiles: readonly string[] | undefined

  constructor(folder: ProviderFolder, files: readonly string[]) {
    this.folder = folder
    this.files = files
  }

  /** The document of a file, without a word about what is wrong with it. */
  peek(file: string): Promise<Document | undefined> {
    let document = this.#documents.get(file)
    if (document === undefined) {
      document = this.#read(file)
      this.#documents.set(file, document)
    }
    return document
  }

  /** The document of a file that the run needs: what is wrong with it is reported. */
  async use(file: string, diagnostics: Diagnostics): Promise<Document | undefined> {
    const document = await this.peek(file)
    if (isMetaSchema(file)) return document
    for (const diagnostic of (await this.#entry(file)).diagnostics.list) {
      diagnostics.report(diagnostic)
    }
    return document
  }

  /** True if the file is a schema; otherwise what it is has been reported. */
  async useSchema(file: string, diagnostics: Diagnostics): Promise<boolean> {
    const document = await this.use(file, diagnostics)
    if (document === undefined) return false
    if (isSchema(document.value)) return true
    const message = `a schema is an object or a boolean; this is ${nameOf(document.value)}`
    const { value } = document
    const isList = Array.isArray(value) && value.some(looksLikeSchema)
    const hint = isList
      ? `its elements are events by "events": { "schemas": [${JSON.stringify(`${file}#/*`)}] }`
      : undefined
    new Reporter(document, diagnostics).error('ERR_SCHEMA_INVALID', message, { pointer: '', hint })
    return false
  }

  async #read(file: string): Promise<Document | undefined> {
    if (isMetaSchema(file)) return metaSchemaDocument(file)
    const { parsed, diagnostics } = await this.#entry(file)
    if (parsed === undefined) return undefined
    const shown = this.#shown(file)
    const reporter = new Reporter({ shown, locate: parsed.locate }, diagnostics)
    const description = describe(parsed.value)
    if (description !== undefined) {
      const draft = draftOfDescription(parsed.value, description)
      const value = withoutOldSchemas(parsed.value, description)
      return { file, shown, draft, ...parsed, value, isDescription: true }
    }
    const isPart = declarationOf(parsed.value).kind === 'none' && (await this.#hasOldParts())
    const value = isPart ? withoutOldParts(parsed.value) : parsed.value
    const draft = await draftOf(value, () => this.#declaredDrafts(), reporter)
    return draft === undefined ? undefined : { file, shown, draft, ...parsed, value }
  }

  /** Whether files without a `$schema` are parts of a document whose schemas have to be rewritten. */
  #hasOldParts(): Promise<boolean> {
    this.#isOld ??= this.#values().then(haveOldSchemas)
    return this.#isOld
  }

  #entry(file: string): Promise<Entry> {
    let entry = this.#entries.get(file)
    if (entry === undefined) {
      const diagnostics = new Diagnostics()
      entry = readDocumentFile(
        { root: this.folder.root, file },
        this.#shown(file),
        diagnostics,
      ).then((parsed) => ({
        parsed,
        diagnostics,
      }))
      this.#entries.set(file, entry)
    }
    return entry
  }

  /** The drafts that files of the folder declare, those that no event needs included. */
  #declaredDrafts(): Promise<readonly Draft[]> {
    this.#drafts ??= this.#values().then((values) => declaredDrafts(values.map(declarationIn)))
    return this.#drafts
  }

  #values(): Promise<readonly (JsonValue | undefined)[]> {
    return Promise.all(
      this.schemaFiles().map(async (file) => (await this.#entry(file)).parsed?.value),
    )
  }

  /** The files that may be schemas, as far as their names tell. */
  schemaFiles(): readonly string[] {
    this.#schemaFiles ??= this.files.filter((file) => !isConfigFile(this.folder.root, file))
    return this.#schemaFiles
  }

  #shown(file: string): string {
    return showPath(this.folder.shown, file)
  }
}

/** A file of messages says of each what it is; the schemas of any other are all alike. */
function withoutOldParts(value: JsonValue): JsonValue {
  return hasOldFormat(value) ? moderniseMessages(value, '07') : modernise(value)
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}

/** What a file says of its draft; a description does so by being one. */
function declarationIn(value: JsonValue | undefined): Declaration {
  const description = describe(value)
  if (value === undefined || description === undefined) return declarationOf(value)
  return { kind: 'draft', draft: draftOfDescription(value, description) }
}
