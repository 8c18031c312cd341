/** The keyword `uniqueItems`, which Ajv checks by comparing each element with each. */
import type { CodeKeywordDefinition, KeywordCxt } from 'ajv'
import { _ } from 'ajv/dist/compile/codegen/index.js'
import { getSchemaTypes } from 'ajv/dist/compile/validate/dataType.js'
import { GeneratorBug } from '../../errors.js'

const KEYWORD = 'uniqueItems'

/** The part of an Ajv class that is needed to put one keyword in place of another. */
export interface Keywords {
  getKeyword(keyword: string): object | boolean
  removeKeyword(keyword: string): unknown
  addKeyword(definition: CodeKeywordDefinition): unknown
}

/** Where elements may be objects or lists, lets the runtime look for equal ones. */
export function replaceUniqueItems(keywords: Keywords): void {
  const original = keywords.getKeyword(KEYWORD)
  if (!isOfCode(original)) throw new GeneratorBug('Ajv has no code for uniqueItems')
  keywords.removeKeyword(KEYWORD)
  keywords.addKeyword({
    keyword: KEYWORD,
    type: 'array',
    schemaType: 'boolean',
    ...(original.error && { error: original.error }),
    code: (cxt) => (isOfPlainValues(cxt) ? original.code(cxt) : findEqual(cxt)),
  })
}

function isOfCode(definition: object | boolean): definition is CodeKeywordDefinition {
  return typeof definition === 'object' && 'code' in definition
}

/** Ajv remembers plain values where it knows that there are no others. */
function isOfPlainValues({ parentSchema }: KeywordCxt): boolean {
  const types = parentSchema['items'] ? getSchemaTypes(parentSchema['items']) : []
  return types.length > 0 && !types.some((type) => type === 'object' || type === 'array')
}

function findEqual(cxt: KeywordCxt): void {
  const { gen, data, schema } = cxt
  if (schema !== true) return
  const find = gen.scopeValue('func', { ref: findNothing, code: _`findDuplicate` })
  const pair = gen.const('pair', _`${find}(${data})`)
  cxt.setParams({ i: _`${pair}[0]`, j: _`${pair}[1]` })
  cxt.fail(_`${pair} !== undefined`)
}

/** Stands for the runtime's function while Ajv compiles. */
function findNothing(): undefined {
  return undefined
}
