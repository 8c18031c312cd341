/** Compiles schemas for the one purpose of checking the examples that stand in them. */
import type { ErrorObject, Options, ValidateFunction } from 'ajv'
import { judgePattern } from '../patterns/judge.js'
import { createAjv } from '../schema/ajv.js'
import { isMultipleOf } from '../schema/multiple-of.js'
import type { Draft, JsonSchema, JsonValue } from '../schema/types.js'
import { clip } from './json-messages.js'

/** Why a value is not valid; nothing if it is, or if nobody can say. */
export type ExampleCheck = (value: JsonValue) => string | undefined

/** What an Ajv class has in common with its siblings, as far as it is needed here. */
interface Compiler {
  compile(schema: JsonSchema): ValidateFunction
}

/** A pattern that could take long matches everything: nobody waits for an example. */
const regExp = Object.assign(
  (source: string) => {
    const plan = judgePattern(source)
    const expression = plan.kind === 'native' ? new RegExp(source, plan.flags) : /^/
    return { test: (text: string) => expression.test(text), toString: () => source }
  },
  { code: 'regExp' },
)

const OPTIONS: Options = {
  strict: false,
  validateSchema: false,
  addUsedSchema: false,
  ownProperties: true,
  logger: false,
  code: { regExp },
}

/** One checker for each schema; examples often have the same few. */
export class ExampleCheckers {
  readonly #compilers = new Map<Draft, Promise<Compiler>>()
  readonly #known = new Map<string, ExampleCheck>()

  async for(schema: JsonSchema, draft: Draft): Promise<ExampleCheck> {
    const key = `${draft} ${JSON.stringify(schema)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const compiler = this.#compilers.get(draft) ?? createCompiler(draft)
    this.#compilers.set(draft, compiler)
    const check = toCheck(schema, await compiler)
    this.#known.set(key, check)
    return check
  }
}

function toCheck(schema: JsonSchema, compiler: Compiler): ExampleCheck {
  try {
    const validate = compiler.compile(schema)
    return (value) => {
      try {
        return validate(value) === true ? undefined : explain(validate.errors)
      } catch {
        // Nested too deep to be looked at.
        return undefined
      }
    }
  } catch {
    // What is wrong with the schema is reported where it is looked at for its own sake.
    return () => undefined
  }
}

function explain(errors: ValidateFunction['errors']): string {
  const [first]: readonly ErrorObject[] = errors ?? []
  const place = first?.instancePath ? `${JSON.stringify(clip(first.instancePath))} ` : 'it '
  return `${place}${first?.message ?? 'is not valid'}`
}

async function createCompiler(draft: Draft): Promise<Compiler> {
  const { default: addFormats } = await import('ajv-formats')
  const compiler = await createAjv(draft, OPTIONS)
  addFormats.default(compiler)
  compiler.removeKeyword('multipleOf')
  compiler.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (divisor: number, value: number) => isMultipleOf(value, divisor),
    error: { message: ({ schema }) => `must be multiple of ${schema}` },
  })
  return compiler
}
