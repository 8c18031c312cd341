/** Compiles a unit's schema with Ajv and takes its code apart from what it stands on. */
import type { ValueScopeName } from 'ajv/dist/compile/codegen/scope.js'
import { GeneratorBug } from '../../errors.js'
import { type Draft, isObject, type JsonObject, type JsonSchema } from '../../schema/types.js'
import { mapSubschemas } from '../../schema/walk.js'
import type { Compiler } from './compiler.js'
import { FORMATS } from './formats.js'
import { CALL, SEEN, SELECT } from './keywords.js'
import { maskStrings } from './masked-code.js'
import { patternConstant } from './pattern.js'
import { SchemaPaths } from './schema-paths.js'
import type { CompiledFunction, Constant, Unit } from './types.js'

/** Ajv's function, before it becomes a check or an explanation. */
export interface AjvFunction extends CompiledFunction {
  /** The schema as it was compiled. */
  readonly schema: JsonObject
}

/** Ajv's prefix for the name of the schema itself. */
const SCHEMA = 'schema'

/** What Ajv's code takes from outside; steps lead into it. */
const OUTSIDE =
  /(?<![.\w$])(?:func\d+\.call\(schema\d+(?<known>(?:\.[A-Za-z_$][\w$]*|\["?\d+"?\])*), |(?<name>(?:formats|func|pattern|schema|validate)\d+)\b(?<steps>(?:\.[A-Za-z_$][\w$]*|\["?\d+"?\])*))/g

type Outside = Partial<Record<'known' | 'name' | 'steps', string>>

const HAS_OWN = 'Object.prototype.hasOwnProperty'

const FUNCTIONS: ReadonlyMap<string, Constant> = new Map([
  [
    'require("ajv/dist/runtime/equal").default',
    { kind: 'import', file: 'equal', name: 'equal' } as const,
  ],
  [
    'require("ajv/dist/runtime/ucs2length").default',
    { kind: 'import', file: 'length', name: 'codePointLength' } as const,
  ],
  ['isMultipleOf', { kind: 'import', file: 'multiple-of', name: 'isMultipleOf' } as const],
  ['findDuplicate', { kind: 'import', file: 'unique', name: 'findDuplicate' } as const],
])

/** Compiles one unit. @throws {RangeError} where the schema is too deep for Ajv's recursion */
export function compileUnit(unit: Unit, compiler: Compiler): AjvFunction {
  const calls: string[] = []
  const schema = numberCalls(unit.schema, unit.draft, calls)
  const { source } = compiler.compile(schema)
  if (source === undefined) throw new GeneratorBug('Ajv kept no source of a validator')
  const { text: masked, strings } = maskStrings(String(source.validateCode))
  const constants: Constant[] = []
  const add = (constant: Constant): string => `constant${constants.push(constant) - 1}`
  const paths = new SchemaPaths(schema, strings, add)
  const names = new Map<string, string>([[source.validateName.str, 'self']])
  for (const values of Object.values(source.scopeValues)) {
    for (const name of values ?? []) {
      const isSchema = name.prefix === SCHEMA
      names.set(name.str, isSchema ? SCHEMA : add(constantOf(name, unit)))
    }
  }
  const text = masked.replace(OUTSIDE, (match, ...groups) => {
    // Sound: the last argument is the groups of the expression.
    const { known, name = '', steps = '' } = groups.at(-1) as Outside
    if (known !== undefined) return `${paths.names(known)}.has(`
    const placeholder = names.get(name)
    if (placeholder === undefined) return match
    if (placeholder === SCHEMA) return paths.value(steps)
    // A format of numbers is an object for Ajv, and a function here.
    return placeholder + (name.startsWith('formats') && steps === '.validate' ? '' : steps)
  })
  return { unit, schema, text, strings, calls, constants }
}

/** A copy in which `$call` holds an index into `calls`, which Ajv can take as part of a name. */
function numberCalls(schema: JsonSchema, draft: Draft, calls: string[]): JsonObject {
  const number = (inner: JsonSchema): JsonSchema => {
    if (!isObject(inner)) return inner
    const numbered = mapSubschemas(mapBranches(inner, number), draft, number)
    const name = isObject(numbered) ? numbered[CALL] : undefined
    if (!isObject(numbered) || typeof name !== 'string') return numbered
    if (!calls.includes(name)) calls.push(name)
    return { ...numbered, [CALL]: calls.indexOf(name) }
  }
  const numbered = number(schema)
  if (isObject(numbered)) return numbered
  // Ajv keeps one function for all boolean schemas of an instance; each unit needs its own.
  return numbered ? {} : { allOf: [false] }
}

function mapBranches(schema: JsonObject, map: (branch: JsonSchema) => JsonSchema): JsonObject {
  const held = [SELECT, SEEN].flatMap((keyword): [string, JsonSchema[]][] => {
    const branches = schema[keyword]
    // Sound: `selectBranches` and `planUnevaluated` put nothing but schemas there.
    return Array.isArray(branches)
      ? [[keyword, branches.map((branch) => map(branch as JsonSchema))]]
      : []
  })
  return held.length === 0 ? schema : { ...schema, ...Object.fromEntries(held) }
}

function constantOf({ prefix, value }: ValueScopeName, { schema }: Unit): Constant {
  const code = String(value?.code)
  if (prefix === 'func' && code === HAS_OWN) return { kind: 'local', prefix: 'hasOwn', code }
  if (prefix === 'pattern' && value?.ref instanceof RegExp) {
    return patternConstant(value.ref.source, schema)
  }
  if (prefix === 'formats') {
    const format = FORMATS.get(String(value?.key))
    if (format) return { kind: 'import', file: format.file, name: format.name }
  }
  const runtime = FUNCTIONS.get(code)
  if (prefix === 'func' && runtime !== undefined) return runtime
  throw new GeneratorBug(`a validator needs ${prefix} ${code}, which no SDK has`)
}
