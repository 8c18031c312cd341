/** One case of seeded names through the stages of a run in this process, and through plain Ajv. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { buildCatalog, inputOptions } from '../../generator/catalog/build.js'
import type { Catalog } from '../../generator/catalog/types.js'
import { loadConfig } from '../../generator/config/load.js'
import { type Diagnostic, Diagnostics } from '../../generator/diagnostics.js'
import { emitPayloadTypes } from '../../generator/emit/payload-types.js'
import { loadSchemas } from '../../generator/load/load.js'
import { joinPointer } from '../../generator/schema/pointer.js'
import type { JsonObject, JsonValue } from '../../generator/schema/types.js'
import { runValidators, type Validators } from '../generator/emit/validators/harness.js'
import { writeFiles } from '../support/folders.js'
import { isFileName, type NamedSchema, type NamesCase } from './arbitrary-names.js'

/** Like ours: own members alone count, and all errors are looked for. */
const AJV = { strict: false, ownProperties: true, allErrors: true } as const

/** The payload's own member for the type, where the name comes from there. */
const TYPE = 'type'

export interface NamesFinished {
  readonly errors: readonly Diagnostic[]
  readonly events: Catalog['events']
  /** The emitted types; empty where an error was reported. */
  readonly types: string
  /** Verdicts that are not plain Ajv's, or not what the explanation says. */
  readonly differences: readonly string[]
}

/** The files and the config of a case: what a user would write. */
export function filesOf({ events }: NamesCase): Readonly<Record<string, unknown>> {
  const files = events.map((event, index) => ({ event, file: fileOf(event, index) }))
  const explicit = files.filter(({ event }) => event.source === 'names')
  return {
    'webhooks.json': {
      auth: { type: 'bearer' },
      validation: 'strict',
      events: {
        schemas: 'events/**',
        names: Object.fromEntries(explicit.map(({ event, file }) => [file, event.name])),
      },
    },
    ...Object.fromEntries(files.map(({ event, file }) => [file, schemaOf(event)])),
  }
}

export function schemaOf({ source, name, members, definition }: NamedSchema): JsonObject {
  const entries = members.map((member, index): [string, JsonValue] => [
    member,
    index === 0 ? { $ref: `#${encoded(joinPointer('/$defs', definition))}` } : { type: 'string' },
  ])
  const typed: [string, JsonValue][] = source === 'const' ? [[TYPE, { const: name }]] : []
  const properties = Object.fromEntries([...entries, ...typed])
  return {
    ...(source === 'x-event-type' && { 'x-event-type': name }),
    type: 'object',
    required: Object.keys(properties),
    properties,
    $defs: Object.fromEntries([[definition, { type: 'string', minLength: 2 }]]),
  }
}

/** As an author writes it; halves of surrogate pairs have no percent escape. */
function encoded(pointer: string): string {
  return /\p{Surrogate}/u.test(pointer) ? pointer.replaceAll('%', '%25') : encodeURI(pointer)
}

/** Half of those named by the config have a file of that name as well: both are keys of the map. */
function fileOf({ source, name }: NamedSchema, index: number): string {
  const isNamed = (source === 'file' || source === 'names') && isFileName(name)
  return `events/${isNamed ? name : `e${index}`}.json`
}

/** One payload that is right, and for each member one without it and one with something else there. */
export function payloadsOf({ source, name, members }: NamedSchema): readonly JsonObject[] {
  const typed = source === 'const' ? { [TYPE]: name } : {}
  const right = { ...Object.fromEntries(members.map((member) => [member, 'ok'])), ...typed }
  const without = (member: string) => Object.entries(right).filter(([key]) => key !== member)
  const changed = Object.keys(right).flatMap((member) => [
    Object.fromEntries(without(member)),
    Object.fromEntries([...without(member), [member, 7]]),
    Object.fromEntries([...without(member), [member, 'x']]),
  ])
  return [right, {}, ...changed]
}

/** Runs the case below `parent`. Throws where the generator does. */
export async function runNames(one: NamesCase, parent: string): Promise<NamesFinished> {
  const root = mkdtempSync(join(parent, 'n'))
  try {
    return await runIn(writeFiles(root, filesOf(one)), one)
  } finally {
    rmSync(root, { recursive: true })
  }
}

async function runIn(root: string, one: NamesCase): Promise<NamesFinished> {
  const diagnostics = new Diagnostics()
  const folder = { name: 'fuzz', root, shown: 'fuzz', configFile: 'webhooks.json' }
  const { config, isValid } = await loadConfig(folder, diagnostics)
  if (config === undefined || !isValid) return refused(diagnostics)
  const loaded = await loadSchemas(folder, inputOptions(config), diagnostics)
  const catalog = buildCatalog(folder.name, config, loaded, diagnostics)
  if (diagnostics.failed) return refused(diagnostics)
  const validators = await runValidators(catalog, diagnostics)
  if (diagnostics.failed) return refused(diagnostics)
  const [types] = await emitPayloadTypes(catalog)
  const differences = one.events.flatMap((event) => {
    const { stem } = eventOf(event, catalog) ?? {}
    return differencesOf(event, validators.get(stem ?? ''))
  })
  return {
    errors: [],
    events: catalog.events,
    types: String(types?.content),
    differences,
  }
}

function eventOf({ name }: NamedSchema, { events }: Catalog) {
  return events.find((event) => event.name === name)
}

function differencesOf(event: NamedSchema, validators: Validators | undefined): readonly string[] {
  const ajv = new Ajv2020({ ...AJV, meta: false, validateSchema: false })
  const validate = ajv.compile(schemaOf({ ...event, definition: 'd' }))
  return payloadsOf(event).flatMap((payload) => {
    const ours = validators?.check(payload)
    const explained = validators?.explain(payload).length === 0
    const theirs = validate(payload)
    if (ours === theirs && explained === theirs) return []
    return [JSON.stringify({ payload, ours, explained, theirs })]
  })
}

function refused({ list }: Diagnostics): NamesFinished {
  const errors = list.filter(({ severity }) => severity === 'error')
  return { errors, events: [], types: '', differences: [] }
}
