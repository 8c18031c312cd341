/** The `schemaFormat` of AsyncAPI: which language a payload is described in. */
import { valueAt } from '../../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { parseReference } from '../uri.js'

export interface SchemaFormat {
  /** As people call it: `Avro`. */
  readonly title: string
  /** The draft to read it in; none if it is no JSON Schema. */
  readonly draft: Draft | undefined
  /** Whether it is that of OpenAPI 3.0, which has to be put into the draft first. */
  readonly isOldOpenApi?: boolean
}

const DRAFTS: Readonly<Record<string, Draft>> = {
  'draft-04': '04',
  'draft-06': '06',
  'draft-07': '07',
  '2019-09': '2019-09',
  '2020-12': '2020-12',
}

const FOREIGN: readonly (readonly [found: RegExp, title: string])[] = [
  [/avro/i, 'Avro'],
  [/protobuf/i, 'Protocol Buffers'],
  [/raml/i, 'RAML'],
  [/xml/i, 'XML Schema'],
]

/** What a `schemaFormat` stands for; absent, it is AsyncAPI's own. */
export function schemaFormat(mediaType: string | undefined): SchemaFormat {
  const [type = '', ...parameters] = (mediaType ?? '').split(';').map((part) => part.trim())
  const version = parameters
    .find((parameter) => /^version=/i.test(parameter))
    ?.replace(/^version=/i, '')
    .replaceAll('"', '')
  if (type === '' || /^application\/vnd\.aai\.asyncapi(?:\+|$)/i.test(type)) {
    return { title: 'AsyncAPI', draft: '07' }
  }
  if (/^application\/schema(?:\+|$)/i.test(type)) {
    const draft = Object.entries(DRAFTS).find(([name]) => version?.endsWith(name) === true)?.[1]
    return {
      title: `JSON Schema ${version ?? ''}`.trim(),
      draft: draft ?? (version ? undefined : '07'),
    }
  }
  if (/^application\/vnd\.oai\.openapi(?:\+|$)/i.test(type)) {
    // Who names no version has the one that the format was made for.
    const isOldOpenApi = version === undefined || !/^3\.[1-9]/.test(version)
    return { title: `OpenAPI ${version ?? ''}`.trim(), draft: '2020-12', isOldOpenApi }
  }
  const known = FOREIGN.find(([found]) => found.test(type))
  return { title: known?.[1] ?? type, draft: undefined }
}

/** Members that hold data or properties: what has a payload in there is no message. */
const LOOKALIKES: ReadonlySet<string> = new Set(['example', 'examples', 'properties'])

/** Every format that messages of a document name, wherever they stand; one for each that names none. */
export function formatsOf(document: JsonValue): readonly SchemaFormat[] {
  const found: SchemaFormat[] = []
  const open: JsonValue[] = [document]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    if (!isObject(next)) {
      open.push(...next)
      continue
    }
    const named = next['schemaFormat']
    if (typeof named === 'string') found.push(schemaFormat(named))
    else if (isPlainMessage(next, document)) found.push(schemaFormat(undefined))
    for (const [name, value] of Object.entries(next)) {
      if (!LOOKALIKES.has(name)) open.push(value)
    }
  }
  return found
}

/** The message's payload names no format, in this object or (AsyncAPI 3) inside the payload. */
function isPlainMessage(value: JsonObject, document: JsonValue): boolean {
  let payload = value['payload']
  const seen = new Set<JsonValue>()
  while (isObject(payload) && typeof payload['$ref'] === 'string' && !seen.has(payload)) {
    seen.add(payload)
    const { uri, fragment } = parseReference(payload['$ref'])
    // A schema in another file has a draft of its own.
    if (uri !== '') return false
    payload = valueAt(document, fragment)
  }
  return isObject(payload) && typeof payload['schemaFormat'] !== 'string'
}
