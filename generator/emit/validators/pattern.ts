/** Prints the patterns of schemas as what tests a text, in time that its length bounds. */
import { GeneratorBug } from '../../errors.js'
import { judgePattern, type PatternPlan } from '../../patterns/judge.js'
import { json } from '../../print/literals.js'
import { isObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import type { Constant, RuntimeImport } from './types.js'

/** The pattern as a regular expression, with the flags it compiles with; nothing if with none. */
export function compilePattern(source: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(source, flags)
    } catch {
      // The other flag is tried next; a pattern that fails with both is the caller's to report.
    }
  }
  return undefined
}

/** The constant of a validator that stands for a pattern of its schema. */
export function patternConstant(source: string, schema: JsonSchema): Constant {
  const bounds = boundsOf(source, schema)
  const longest = bounds.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...bounds)
  const plan = judgePattern(source, Number.isFinite(longest) ? longest : undefined)
  return { kind: 'local', prefix: 'pattern', ...printPattern(source, plan) }
}

/** A pattern as code, and what the code imports of the runtime. */
export interface PrintedPattern {
  readonly code: string
  readonly imports?: readonly RuntimeImport[]
}

export function printPattern(source: string, plan: PatternPlan): PrintedPattern {
  switch (plan.kind) {
    case 'native':
      return { code: `new RegExp(${json(source)}, ${json(plan.flags)})` }
    case 'short':
      return short(`new RegExp(${json(source)}, ${json(plan.flags)})`, plan.units, [])
    case 'linear': {
      const code = `linearPattern(${json(plan.pattern)})`
      const imports = [{ file: 'linear-pattern', name: 'linearPattern' }]
      return plan.units === undefined ? { code, imports } : short(code, plan.units, imports)
    }
    default:
      throw new GeneratorBug('a pattern that was refused came as far as the validators')
  }
}

function short(code: string, units: number, imports: readonly RuntimeImport[]): PrintedPattern {
  return {
    code: `shortPattern(${code}, ${json(units)})`,
    imports: [...imports, { file: 'short-pattern', name: 'shortPattern' }],
  }
}

/**
 * The `maxLength` beside the pattern, for each place where it stands; infinite where there is none.
 * Data that looks like a schema counts too, which can only forbid what is not certain.
 */
function boundsOf(source: string, value: JsonValue): readonly number[] {
  if (Array.isArray(value)) return value.flatMap((item) => boundsOf(source, item))
  if (!isObject(value)) return []
  const { pattern, patternProperties, maxLength } = value
  const bounds = Object.values(value).flatMap((member) => boundsOf(source, member))
  const names = isObject(patternProperties) ? Object.keys(patternProperties) : []
  if (names.some((name) => isSame(name, source))) bounds.push(Number.POSITIVE_INFINITY)
  if (typeof pattern === 'string' && isSame(pattern, source)) {
    bounds.push(typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY)
  }
  return bounds
}

/** Ajv hands on what the engine made of the text, with slashes and line breaks escaped. */
function isSame(pattern: string, source: string): boolean {
  return pattern === source || compilePattern(pattern)?.source === source
}
