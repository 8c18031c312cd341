/** One seeded schema through the generator's stages in this process, and through plain Ajv. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { buildDefinitions } from '../../generator/catalog/definitions.js'
import { Diagnostics } from '../../generator/diagnostics.js'
import { emitPayloadTypes } from '../../generator/emit/payload-types.js'
import { loadSchemas } from '../../generator/load/load.js'
import { isMultipleOf } from '../../generator/schema/multiple-of.js'
import type { JsonValue } from '../../generator/schema/types.js'
import { inputOf, runValidators } from '../generator/emit/validators/harness.js'
import type { FuzzCase } from './arbitrary-schemas.js'

const CLASSES = {
  '04': Ajv04.default,
  '06': Ajv,
  '07': Ajv,
  '2019-09': Ajv2019,
  '2020-12': Ajv2020,
}

/** TypeScript holds such a member of a literal to what all objects inherit. */
const INHERITED = /"(?:constructor|toString)":/

/** What became of a case. */
export interface Finished {
  /** Codes of errors; none where code was emitted. */
  readonly reported: readonly string[]
  /** The emitted types, with each valid payload as a literal. */
  readonly types: string
  readonly valid: number
  readonly invalid: number
  /** Where our verdict is not Ajv's, or not what our own explanation says. */
  readonly differences: readonly string[]
}

/** Runs the case below `parent`. Throws where the generator does. */
export async function runCase(one: FuzzCase, parent: string): Promise<Finished> {
  const root = mkdtempSync(join(parent, 'c'))
  try {
    writeFileSync(join(root, 'event.json'), JSON.stringify(one.schema))
    return await runIn(root, one)
  } finally {
    rmSync(root, { recursive: true })
  }
}

async function runIn(root: string, one: FuzzCase): Promise<Finished> {
  const diagnostics = new Diagnostics()
  const loaded = await loadSchemas({ name: 'fuzz', root, shown: 'fuzz' }, {}, diagnostics)
  if (diagnostics.failed) return refused(diagnostics)
  const place = { file: 'event.json', pointer: '' }
  const built = buildDefinitions(loaded, [{ place, name: 'event' }])
  const definitions = [...new Set(built.values())]
  const root_ = definitions.find(({ origin }) => origin.pointer === '')?.identifier ?? ''
  const input = inputOf(definitions, [root_])
  const validators = (await runValidators(input, diagnostics)).get(input.events[0]?.stem ?? '')
  if (diagnostics.failed) return refused(diagnostics)
  const [types] = await emitPayloadTypes({ definitions })
  const reference = plainAjv(one)
  const verdicts = one.payloads.map((payload) => ({
    payload,
    ours: validators?.check(payload),
    explained: validators?.explain(payload).length === 0,
    ajv: reference?.(payload),
  }))
  const valid = verdicts.filter(({ ours }) => ours === true)
  const literals = valid
    .filter(({ payload }) => !INHERITED.test(JSON.stringify(payload)))
    .map(({ payload }, index) => `export const value${index}: ${root_} = ${literal(payload)}`)
  return {
    reported: [],
    types: [types?.content, ...literals].join('\n'),
    valid: valid.length,
    invalid: verdicts.length - valid.length,
    differences: verdicts
      .filter(({ ours, explained, ajv }) => ours !== explained || (ajv ?? ours) !== ours)
      .map((verdict) => JSON.stringify(verdict)),
  }
}

function refused({ list }: Diagnostics): Finished {
  const errors = list.filter(({ severity }) => severity === 'error')
  const reported = errors.map(({ code }) => code)
  return { reported, types: '', valid: 0, invalid: 0, differences: [] }
}

/**
 * `undefined` where Ajv takes no such schema. It looks for all errors, as ours does: where it stops at
 * the first, it overlooks that a member called `""` is missing.
 */
function plainAjv({
  draft,
  schema,
}: FuzzCase): ((payload: JsonValue) => boolean | undefined) | undefined {
  const options = {
    strict: false,
    logger: false,
    validateSchema: false,
    ownProperties: true,
    allErrors: true,
  } as const
  const ajv = new CLASSES[draft]({ ...options, meta: false })
  // It would keep track for `unevaluated*`, which no schema here has, and fails of that at times.
  ajv.opts.unevaluated = false
  addFormats.default(ajv)
  // Ajv divides binary fractions; decimals are decided another way than receivers do it.
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (divisor: number, value: number) => isMultipleOf(value, divisor),
  })
  try {
    const validate = ajv.compile(schema)
    return (payload) => attempt(() => validate(payload))
  } catch {
    return undefined
  }
}

/** Ajv calls methods of payloads, which may have members of those names. */
function attempt(run: () => boolean): boolean | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function literal(payload: JsonValue): string {
  return JSON.stringify(payload)
}
