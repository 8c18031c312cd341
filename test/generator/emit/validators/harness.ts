/** Runs emitted validators, and makes definitions of schemas for them. */
import { readdirSync } from 'node:fs'
import { posix } from 'node:path'
import type { ErrorObject } from 'ajv'
import type { Definition, EventDef } from '../../../../generator/catalog/types.js'
import type { Diagnostics } from '../../../../generator/diagnostics.js'
import { emitValidators, type ValidatorInput } from '../../../../generator/emit/validators/emit.js'
import type { Draft, JsonSchema } from '../../../../generator/schema/types.js'
import type { Check, Explain, Issue } from '../../../../templates/runtime/validation.js'

const CHECKS = new URL('../../../../templates/runtime/checks/', import.meta.url)

export interface Validators {
  readonly check: Check
  readonly explain: (value: unknown) => readonly Issue[]
  /** The issues, and how many there are. */
  readonly explanation: Explain
  /** Where tolerance changes nothing, the strict ones. */
  readonly tolerant: Omit<Validators, 'tolerant'>
}

const NOWHERE = { file: 'events.json', pointer: '' }

/** A definition for each schema; a `$ref` of theirs is `#/definitions/<identifier>`. */
export function definitionsOf(
  schemas: Readonly<Record<string, JsonSchema>>,
  draft: Draft = '07',
): readonly Definition[] {
  return Object.entries(schemas).map(([identifier, schema]) => ({
    identifier,
    stem: identifier.toLowerCase(),
    draft,
    schema,
    origin: { file: 'events.json', pointer: `/definitions/${identifier}` },
    hash: identifier,
  }))
}

/** An event for each definition named, under its stem. */
export function inputOf(
  definitions: readonly Definition[],
  roots: readonly string[] = definitions.map(({ identifier }) => identifier),
): ValidatorInput {
  const events = roots.map((identifier): EventDef => {
    const stem = definitions.find((one) => one.identifier === identifier)?.stem ?? identifier
    return {
      name: stem,
      definition: identifier,
      stem,
      description: undefined,
      deprecated: false,
      origin: NOWHERE,
    }
  })
  return { definitions, events }
}

/** Emits, links the CommonJS twins and returns the validators by the events' stems. */
export async function runValidators(
  input: ValidatorInput,
  diagnostics?: Diagnostics,
): Promise<ReadonlyMap<string, Validators>> {
  const { modules } = await emitValidators(input, diagnostics)
  const sources = new Map(modules.map(({ path, cjs }) => [path, cjs]))
  const load = linker(sources, await runtimeModules())
  const loadBoth = (path: string) => {
    // Sound: these are what the two modules of an event export, which the tests then show.
    const { check } = load(`${path}.js`) as Pick<Validators, 'check'>
    const { explain } = load(`${path}.explain.js`) as { readonly explain: Explain }
    return { check, explain: (value: unknown) => explain(value).issues, explanation: explain }
  }
  return new Map(
    input.events.map(({ stem }): [string, Validators] => {
      const strict = loadBoth(`src/validators/${stem}`)
      const path = `src/validators/tolerant/${stem}`
      return [stem, { ...strict, tolerant: sources.has(`${path}.js`) ? loadBoth(path) : strict }]
    }),
  )
}

/** The validators of one schema. */
export async function runSchema(
  schema: JsonSchema,
  draft: Draft = '07',
  diagnostics?: Diagnostics,
): Promise<Validators> {
  const input = inputOf(definitionsOf({ Event: schema }, draft))
  const validators = (await runValidators(input, diagnostics)).get('event')
  if (validators === undefined) throw new Error('the event has no validators')
  return validators
}

type Modules = ReadonlyMap<string, object>

function linker(sources: ReadonlyMap<string, string>, runtime: Modules): (path: string) => object {
  const loaded = new Map<string, object>(runtime)
  const load = (path: string): object => {
    const known = loaded.get(path)
    if (known !== undefined) return known
    const source = sources.get(path)
    if (source === undefined) throw new Error(`a validator imports ${path}, which does not exist`)
    const exports = {}
    loaded.set(path, exports)
    const require = (to: string): object =>
      load(posix.join(posix.dirname(path), to).replace(/\.cjs$/, '.js'))
    new Function('require', 'exports', source)(require, exports)
    return exports
  }
  return load
}

async function runtimeModules(): Promise<Modules> {
  const files = readdirSync(CHECKS)
  const entries = files.map(async (file): Promise<[string, object]> => {
    const path = `src/runtime/checks/${file.replace(/\.ts$/, '.js')}`
    return [path, await import(new URL(file, CHECKS).href)]
  })
  return new Map(await Promise.all(entries))
}

/** What our messages say besides Ajv's: the property that the schema does not know. */
export function nameIn(params: ErrorObject['params']): string {
  const { additionalProperty, propertyName, unevaluatedProperty } = params
  const name = additionalProperty ?? unevaluatedProperty ?? propertyName
  return name === undefined ? '' : `: ${JSON.stringify(name)}`
}
