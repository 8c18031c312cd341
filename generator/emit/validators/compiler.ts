/** Ajv, set up so that what it emits can become a module of an SDK. */
import type { CodeKeywordDefinition, KeywordCxt, Options, ValidateFunction } from 'ajv'
import { _, getProperty, Name, or, strConcat } from 'ajv/dist/compile/codegen/index.js'
import { createAjv } from '../../schema/ajv.js'
import type { Draft, JsonSchema } from '../../schema/types.js'
import { FORMATS } from './formats.js'
import { CALL, SELECT, SELECTOR } from './keywords.js'
import { replaceMultipleOf } from './multiple-of.js'
import { compilePattern } from './pattern.js'
import { unevaluatedItems, unevaluatedProperties } from './unevaluated.js'
import { type Keywords, replaceUniqueItems } from './unique-items.js'

/** What an Ajv class has in common with its siblings, as far as it is needed here. */
export interface Compiler extends Keywords {
  readonly opts: { unevaluated?: boolean; dynamicRef?: boolean; ownProperties?: boolean }
  compile(schema: JsonSchema): ValidateFunction
}

/** What a schema needs of the compiler beside its draft. */
export interface Needs {
  readonly draft: Draft
  /** Inherited members are no properties: needed where the schema names one of theirs. */
  readonly ownProperties: boolean
}

/** Loads the class of the draft and prepares it. A compiler serves any number of schemas. */
export async function createCompiler(needs: Needs): Promise<Compiler> {
  const compiler = await createAjv(needs.draft, { ...OPTIONS, ownProperties: needs.ownProperties })
  // The classes for the later drafts switch both on; they make every function larger.
  compiler.opts.unevaluated = false
  compiler.opts.dynamicRef = false
  compiler.addKeyword(callKeyword)
  compiler.addKeyword(selectKeyword)
  replaceUniqueItems(compiler)
  replaceMultipleOf(compiler)
  for (const keyword of [unevaluatedProperties, unevaluatedItems]) {
    compiler.removeKeyword(String(keyword.keyword))
    compiler.addKeyword(keyword)
  }
  return compiler
}

/** The name by which emitted code calls the unit; `calls` numbers the units of one function. */
export function callName(index: number): string {
  return `unit${index}`
}

const regExp = Object.assign(
  (source: string): RegExp => {
    const pattern = compilePattern(source)
    if (pattern === undefined) throw new TypeError('a pattern was not checked before it came here')
    return pattern
  },
  { code: 'new RegExp' },
)

const OPTIONS: Options = {
  // Also for the yes-or-no: the other mode nests once for each property and overflows the stack.
  allErrors: true,
  loopRequired: 2,
  messages: false,
  strict: false,
  inlineRefs: false,
  validateSchema: false,
  addUsedSchema: false,
  meta: false,
  logger: false,
  code: {
    source: true,
    esm: true,
    lines: true,
    regExp,
    // What Ajv evaluates: its source is all that is of use here.
    process: () => 'return () => true',
  },
  formats: Object.fromEntries(
    [...FORMATS].map(([format, { type }]) =>
      type === 'number'
        ? [format, { type, validate: (_value: number) => true }]
        : [format, (_text: string) => true],
    ),
  ),
}

/**
 * Calls the function of another unit. `passed` and `refused` are markers, which each mode replaces
 * by its own code; the second argument says whether a failure may still come to nothing.
 */
const callKeyword: CodeKeywordDefinition = {
  keyword: CALL,
  schemaType: 'number',
  code(cxt: KeywordCxt) {
    const { gen, data, it, schema } = cxt
    const target = new Name(callName(schema))
    const path = strConcat(new Name('instancePath'), it.errorPath)
    const verdict = gen.const('verdict', _`${target}(${data}, ${path})`)
    cxt.result(
      _`passed(${verdict})`,
      () => {},
      () => gen.code(_`refused(${verdict}, ${it.compositeRule === true})`),
    )
  },
}

/** Applies the one branch whose values hold the property's; where `isNamed`, others tell of the rest. */
const selectKeyword: CodeKeywordDefinition = {
  keyword: SELECT,
  type: 'object',
  schemaType: 'array',
  code(cxt: KeywordCxt) {
    const { gen, data, parentSchema } = cxt
    // Sound: only `selectBranches` writes the two keywords, always together.
    const { property, values, isNamed } = parentSchema[SELECTOR] as {
      property: string
      values: readonly (readonly string[])[]
      isNamed: boolean
    }
    const tag = gen.const('tag', _`${data}${getProperty(property)}`)
    gen.if(false)
    for (const [index, own] of values.entries()) {
      gen.elseIf(or(...own.map((value) => _`${tag} === ${value}`)))
      cxt.subschema({ keyword: SELECT, schemaProp: index }, gen.name('valid'))
    }
    if (!isNamed) {
      gen.else()
      cxt.error()
    }
    gen.endIf()
  },
}
