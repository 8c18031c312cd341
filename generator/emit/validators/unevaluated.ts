/** The code of `unevaluatedProperties` and `unevaluatedItems`, by the plans of what is seen. */
import type { CodeKeywordDefinition, KeywordCxt } from 'ajv'
import { _, and, type Code, Name, not, or } from 'ajv/dist/compile/codegen/index.js'
import { resetErrorsCount } from 'ajv/dist/compile/errors.js'
import { Type } from 'ajv/dist/compile/util.js'
import { propertyInData, usePattern } from 'ajv/dist/vocabularies/code.js'
import { PLANS, SEEN } from './keywords.js'
import type { Plan } from './seen.js'

/** A part of a plan, and the code that says whether it counts. */
interface Part {
  readonly counts: readonly Code[]
  readonly plan: Plan
}

/** Ajv's counter, in every function. */
const ERRORS = new Name('errors')

const NEVER = _`false`

export const unevaluatedProperties: CodeKeywordDefinition = {
  keyword: 'unevaluatedProperties',
  type: 'object',
  schemaType: ['boolean', 'object'],
  trackErrors: true,
  error: {
    message: '',
    params: ({ params }) => _`{unevaluatedProperty: ${params['unevaluatedProperty']}}`,
  },
  code(cxt) {
    const { gen, data, schema, errsCount } = cxt
    if (schema === true) return
    const parts = partsOf(cxt, 'unevaluatedProperties')
    gen.forIn('key', data, (key) => {
      const seen = parts.map(({ counts, plan }) => and(...counts, isNamed(cxt, key, plan)))
      gen.if(not(or(NEVER, ...seen)), () => {
        if (schema === false) {
          cxt.setParams({ unevaluatedProperty: key })
          cxt.error()
        } else applyTo(cxt, 'unevaluatedProperties', key, Type.Str)
      })
    })
    cxt.ok(_`${errsCount ?? 0} === ${ERRORS}`)
  },
}

export const unevaluatedItems: CodeKeywordDefinition = {
  keyword: 'unevaluatedItems',
  type: 'array',
  schemaType: ['boolean', 'object'],
  trackErrors: true,
  error: { message: '', params: ({ params }) => _`{limit: ${params['limit']}}` },
  code(cxt) {
    const { gen, data, schema, errsCount } = cxt
    if (schema === true) return
    const parts = partsOf(cxt, 'unevaluatedItems')
    const length = gen.const('len', _`${data}.length`)
    const limit = gen.let('limit', length)
    gen.forRange('i', 0, length, (index) => {
      const seen = gen.let('seen', or(NEVER, ...parts.map((part) => isCounted(index, part))))
      for (const { counts, plan } of parts) {
        for (const condition of plan.contains) {
          gen.if(and(not(seen), ...counts), () => {
            const item = { dataProp: index, dataPropType: Type.Num }
            gen.assign(seen, isMet(cxt, condition, item))
          })
        }
      }
      gen.if(not(seen), () => {
        if (schema === false) gen.assign(limit, index).break()
        else applyTo(cxt, 'unevaluatedItems', index, Type.Num)
      })
    })
    cxt.setParams({ limit })
    if (schema === false) cxt.fail(_`${limit} < ${length}`)
    else cxt.ok(_`${errsCount ?? 0} === ${ERRORS}`)
  },
}

/** The parts of a keyword's plan, once the conditions of all of them are decided. */
function partsOf(cxt: KeywordCxt, keyword: string): readonly Part[] {
  // Sound: only `planUnevaluated` writes the plans, one for each of these keywords.
  const { [keyword]: plan } = cxt.parentSchema[PLANS] as { [keyword: string]: Plan }
  return plan === undefined ? [] : flatten(cxt, plan, [])
}

function flatten(cxt: KeywordCxt, plan: Plan, counts: readonly Code[]): readonly Part[] {
  const inner = plan.when.flatMap((branch) => {
    const { condition } = branch
    const holds = typeof condition === 'number' ? isMet(cxt, condition) : hasMember(cxt, condition)
    return flatten(cxt, branch.plan, [...counts, branch.holds ? holds : not(holds)])
  })
  return [{ counts, plan }, ...inner]
}

function isMet(
  cxt: KeywordCxt,
  condition: number,
  item: { dataProp?: Name; dataPropType?: Type } = {},
): Name {
  const met = cxt.gen.name('met')
  const before = cxt.gen.const('_errs', ERRORS)
  const silent = { compositeRule: true, createErrors: false, allErrors: false } as const
  cxt.subschema({ keyword: SEEN, schemaProp: condition, ...silent, ...item }, met)
  resetErrorsCount(cxt.gen, before)
  return met
}

function hasMember({ gen, data, it }: KeywordCxt, name: string): Name {
  return gen.const('has', propertyInData(gen, data, name, it.opts.ownProperties))
}

function isNamed(cxt: KeywordCxt, key: Name, plan: Plan): Code {
  if (plan.all) return _`true`
  const byName = plan.names.map((name) => _`${key} === ${name}`)
  const byPattern = plan.patterns.map((one) => _`${usePattern(cxt, one)}.test(${key})`)
  return or(NEVER, ...byName, ...byPattern)
}

function isCounted(index: Name, { counts, plan }: Part): Code {
  return and(...counts, plan.all ? _`true` : _`${index} < ${plan.prefix}`)
}

function applyTo(cxt: KeywordCxt, keyword: string, dataProp: Name, dataPropType: Type): void {
  cxt.subschema({ keyword, dataProp, dataPropType }, cxt.gen.name('valid'))
}
