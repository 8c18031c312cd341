/** Schemas of the suite through our own stages: load, definitions, emitted validators and types. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildDefinitions } from '../../generator/catalog/definitions.js'
import type { Definition } from '../../generator/catalog/types.js'
import { type Diagnostic, Diagnostics } from '../../generator/diagnostics.js'
import { loadSchemas } from '../../generator/load/load.js'
import { type Draft, isObject, type JsonSchema } from '../../generator/schema/types.js'
import { inputOf, runValidators, type Validators } from '../generator/emit/validators/harness.js'
import { type DraftSuite, declared, type Group } from './suite.js'

/** Groups whose names or references could meet those of others are loaded by themselves. */
const ALONE = /"\$?id":|"\$ref":"[^#]|"\$(?:dynamic|recursive)/

const REMOTE = /localhost:1234/

/** A folder is one file for each group of the suite that it takes. */
export interface Batch {
  readonly groups: readonly Group[]
  readonly remotes: ReadonlyMap<string, JsonSchema>
}

/** The groups of a draft, as many as possible together. */
export function batchesOf(
  { groups, draft }: DraftSuite,
  remotes: ReadonlyMap<string, JsonSchema>,
): readonly Batch[] {
  const text = (group: Group): string => JSON.stringify(group.schema)
  const alone = groups.filter((group) => ALONE.test(text(group)))
  const together = groups.filter((group) => !alone.includes(group))
  const reachable = remotesOf(draft, remotes)
  return [
    { groups: together, remotes: new Map() },
    ...alone.map((group) => ({
      groups: [group],
      remotes: REMOTE.test(text(group)) ? reachable : new Map<string, JsonSchema>(),
    })),
  ]
}

const OLD_FOLDERS: ReadonlyMap<Draft, string> = new Map([
  ['04', 'draft4'],
  ['06', 'draft6'],
  ['07', 'draft7'],
])

/** What a server has for a draft: its own folder, and for the old ones what lies beside the folders. */
export function remotesOf(
  draft: Draft,
  remotes: ReadonlyMap<string, JsonSchema>,
): ReadonlyMap<string, JsonSchema> {
  const own = OLD_FOLDERS.get(draft) ?? `draft${draft}`
  return new Map(
    [...remotes].filter(([uri]) => {
      const folder = /\/(draft[^/]+|v1)\//.exec(uri)?.[1]
      return folder === undefined ? OLD_FOLDERS.has(draft) : folder === own
    }),
  )
}

/** A batch as the catalog has it. */
export interface LoadedBatch {
  readonly definitions: readonly Definition[]
  /** The definition of each group, by title; a group that was refused is missing. */
  readonly roots: ReadonlyMap<string, string>
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>
}

/** Loads a batch from files in `root`. */
export async function loadBatch(
  batch: Batch,
  { uri }: DraftSuite,
  root: string,
): Promise<LoadedBatch> {
  writeBatch(batch, uri, root)
  const diagnostics = new Diagnostics()
  const folder = { name: 'suite', root, shown: 'suite' }
  const loaded = await loadSchemas(folder, { patterns: ['g*.json'] }, diagnostics)
  const errors = diagnostics.list.filter((one) => one.severity === 'error' && !isProto(one))
  const refused = new Map<string, readonly Diagnostic[]>()
  const places = new Map(loaded.events.map(({ place }) => [place.file, place]))
  const kept: { readonly group: Group; readonly file: string }[] = []
  for (const [index, group] of batch.groups.entries()) {
    const file = fileOf(index)
    const own = errors.filter((one) => batch.groups.length === 1 || isOf(one, file))
    if (own.length > 0) refused.set(group.title, own)
    else kept.push({ group, file })
  }
  const definitions = buildDefinitions(
    loaded,
    kept.flatMap(({ file }) => {
      const place = places.get(file)
      return place === undefined ? [] : [{ place, name: file.replace('.json', '') }]
    }),
  )
  const roots = new Map(
    kept.map(({ group, file }) => [group.title, definitions.get(`${file}#`)?.identifier ?? '']),
  )
  return { definitions: [...new Set(definitions.values())], roots, refused }
}

/** The validators of each group, by title. */
export async function validatorsOf({
  definitions,
  roots,
}: LoadedBatch): Promise<ReadonlyMap<string, Validators>> {
  const input = inputOf(definitions, [...roots.values()])
  const diagnostics = new Diagnostics()
  const validators = await runValidators(input, diagnostics).catch((cause: unknown) => {
    throw new Error(JSON.stringify(diagnostics.list), { cause })
  })
  const stems = new Map(input.events.map(({ definition, stem }) => [definition, stem]))
  return new Map(
    [...roots].flatMap(([title, identifier]): [string, Validators][] => {
      const found = validators.get(stems.get(identifier) ?? '')
      return found === undefined ? [] : [[title, found]]
    }),
  )
}

function fileOf(index: number): string {
  return `g${String(index).padStart(4, '0')}.json`
}

/** Payloads that have such a key are refused before their schema is asked, which still is right. */
function isProto({ code }: Diagnostic): boolean {
  return code === 'ERR_PROPERTY_PROTO'
}

function isOf({ file }: Diagnostic, name: string): boolean {
  return file === `suite/${name}`
}

function writeBatch({ groups, remotes }: Batch, uri: string, root: string): void {
  for (const [index, { schema }] of groups.entries()) {
    writeFileSync(join(root, fileOf(index)), JSON.stringify(declared(schema, uri)))
  }
  const keyword = uri.includes('draft-04') ? 'id' : '$id'
  for (const [address, schema] of remotes) {
    const path = join(root, 'remotes', new URL(address).pathname)
    mkdirSync(dirname(path), { recursive: true })
    const known = isObject(schema) ? schema : { allOf: [schema] }
    const own = known[keyword] ?? address
    writeFileSync(path, JSON.stringify({ $schema: uri, ...known, [keyword]: own }))
    if (own === address || own === `${address}#`) continue
    // A file of a folder is known by its id alone, wherever a server would have it.
    const alias = { $schema: uri, [keyword]: address, allOf: [{ $ref: own }] }
    writeFileSync(path.replace('.json', '.alias.json'), JSON.stringify(alias))
  }
}
