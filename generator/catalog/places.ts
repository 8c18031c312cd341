/** What stands at the places that loading hands on. */
import type { LoadedSchemas, SchemaPlace } from '../load/types.js'
import { valueAt } from '../schema/pointer.js'
import type { Draft, JsonSchema, JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'

export function draftOf(loaded: LoadedSchemas, { file }: SchemaPlace): Draft {
  return loaded.documents.get(file)?.draft ?? '2020-12'
}

export function schemaAt(loaded: LoadedSchemas, { file, pointer }: SchemaPlace): JsonSchema {
  const value: JsonValue | undefined = valueAt(loaded.documents.get(file)?.value ?? true, pointer)
  return value !== undefined && isSchema(value) ? value : true
}
