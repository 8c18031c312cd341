/** Tells descriptions of whole interfaces from schemas, and those that can be read from the others. */
import { valueAt } from '../../schema/pointer.js'
import { type Draft, isObject, type JsonValue } from '../../schema/types.js'
import { declarationOf } from '../draft.js'
import { hasOldFormat, moderniseMessages } from './old-messages.js'
import { modernise } from './old-openapi.js'
import { formatsOf } from './schema-format.js'

export interface Description {
  readonly kind: 'openapi' | 'asyncapi' | 'foreign'
  /** As people call it: `OpenAPI 3.1.0`. */
  readonly title: string
  readonly major: number
  readonly minor: number
  /** What to do about one that is not read. */
  readonly remedy: string
}

interface Family {
  readonly key: string
  readonly title: string
  readonly reads?: { readonly kind: 'openapi' | 'asyncapi'; readonly majors: readonly number[] }
  readonly remedy: string
}

const CONVERT = 'convert it to OpenAPI 3.1 or AsyncAPI 3, or give each event a JSON Schema'
const LEAVE_OUT = 'leave the file out of "events.schemas", or give each event a JSON Schema'

const FAMILIES: readonly Family[] = [
  {
    key: 'openapi',
    title: 'OpenAPI',
    reads: { kind: 'openapi', majors: [3] },
    remedy: 'write it in OpenAPI 3.0, 3.1 or 3.2',
  },
  {
    key: 'asyncapi',
    title: 'AsyncAPI',
    reads: { kind: 'asyncapi', majors: [2, 3] },
    remedy: 'convert it to AsyncAPI 2 or 3 (the AsyncAPI CLI has "asyncapi convert")',
  },
  { key: 'swagger', title: 'Swagger', remedy: CONVERT },
  { key: 'swaggerVersion', title: 'Swagger', remedy: CONVERT },
  { key: 'openrpc', title: 'OpenRPC', remedy: CONVERT },
  { key: 'arazzo', title: 'Arazzo', remedy: LEAVE_OUT },
  { key: 'overlay', title: 'OpenAPI Overlay', remedy: LEAVE_OUT },
  { key: 'smithy', title: 'Smithy', remedy: CONVERT },
]

/** The description that a value is; `undefined` for all else, schemas among it. */
export function describe(value: JsonValue | undefined): Description | undefined {
  if (!isObject(value)) return undefined
  for (const { key, title, reads, remedy } of FAMILIES) {
    const version = Object.hasOwn(value, key) ? value[key] : undefined
    if (typeof version !== 'string' && typeof version !== 'number') continue
    const [major = Number.NaN, minor = 0] = String(version).split('.').map(Number)
    const kind = reads?.majors.includes(major) === true ? reads.kind : 'foreign'
    return { kind, title: `${title} ${version}`, major, minor, remedy }
  }
  const collection = valueAt(value, '/info/schema')
  if (typeof collection !== 'string' || !collection.includes('getpostman.com')) return undefined
  const title = 'Postman collection'
  return { kind: 'foreign', title, major: Number.NaN, minor: 0, remedy: CONVERT }
}

/** True where some schemas of a folder are those of OpenAPI 3.0, which are of no draft at all. */
export function haveOldSchemas(values: readonly (JsonValue | undefined)[]): boolean {
  const descriptions = values.map(describe)
  if (descriptions.some((one) => one?.kind === 'openapi' && one.minor === 0)) return true
  // Messages may stand in files of their own.
  const hasMessages = descriptions.some((one) => one?.kind === 'asyncapi')
  return hasMessages && values.some((value) => value !== undefined && hasOldFormat(value))
}

/** The description with its schemas of OpenAPI 3.0 rewritten in the draft that it is read in. */
export function withoutOldSchemas(value: JsonValue, description: Description): JsonValue {
  if (description.kind === 'openapi') return description.minor === 0 ? modernise(value) : value
  if (description.kind !== 'asyncapi' || !hasOldFormat(value)) return value
  const draft = draftOfDescription(value, description)
  const isAllOld = formatsOf(value).every(({ isOldOpenApi }) => isOldOpenApi === true)
  return isAllOld ? modernise(value, draft) : moderniseMessages(value, draft)
}

/** The draft that the schemas of a description are read in. */
export function draftOfDescription(value: JsonValue, { kind }: Description): Draft {
  if (kind === 'asyncapi') {
    // One document has one draft: the one that all its messages name, or AsyncAPI's own.
    const formats = formatsOf(value)
    // Schemas of OpenAPI 3.0 are rewritten in any draft.
    const others = formats.filter(({ isOldOpenApi }) => isOldOpenApi !== true)
    const telling = others.length > 0 ? others : formats
    const named = new Set(telling.flatMap(({ draft }) => draft ?? []))
    const [only] = named
    return only !== undefined && named.size === 1 ? only : '07'
  }
  const dialect = isObject(value) ? value['jsonSchemaDialect'] : undefined
  const declared = declarationOf(dialect === undefined ? true : { $schema: dialect })
  return declared.kind === 'draft' ? declared.draft : '2020-12'
}
