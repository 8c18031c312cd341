/** The keyword `multipleOf`, which Ajv checks by a division of binary fractions. */
import type { CodeKeywordDefinition } from 'ajv'
import { _ } from 'ajv/dist/compile/codegen/index.js'
import { GeneratorBug } from '../../errors.js'
import type { Keywords } from './unique-items.js'

const KEYWORD = 'multipleOf'

/** Has the runtime decide on the decimals: 19.99 is a multiple of 0.01. */
export function replaceMultipleOf(keywords: Keywords): void {
  const original = keywords.getKeyword(KEYWORD)
  if (typeof original !== 'object' || !('error' in original)) {
    throw new GeneratorBug('Ajv has no errors for multipleOf')
  }
  // Sound: the keyword that it takes the place of has the errors of a keyword with code.
  const { error } = original as CodeKeywordDefinition
  keywords.removeKeyword(KEYWORD)
  keywords.addKeyword({
    keyword: KEYWORD,
    type: 'number',
    schemaType: 'number',
    ...(error && { error }),
    code(cxt) {
      const { gen, data, schemaCode } = cxt
      const test = gen.scopeValue('func', { ref: isMultiple, code: _`isMultipleOf` })
      cxt.fail(_`!${test}(${data}, ${schemaCode})`)
    },
  })
}

/** Stands for the runtime's function while Ajv compiles. */
function isMultiple(): boolean {
  return true
}
