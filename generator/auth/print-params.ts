/** Prints `params`: form fields, query parameters or headers, written down one after another. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import type { Params } from './types.js'

const MODULE = 'expr/params.js'
const FORM = 'expr/form.js'
const ENCODERS = { uri: 'encodeUri', form: 'encodeForm' } as const

/** Text, or undefined where an entry is missing; `names` is the printed list of names. */
export function printParams(plan: Params, names: string | undefined, code: Code): string {
  const rules = [
    ...(plan.omit.length === 0 ? [] : [`omit: ${json(plan.omit)}`]),
    ...(plan.lowerNames ? ['lowerNames: true'] : []),
    ...(plan.sort ? [`sort: ${json(plan.sortValues ? 'values' : 'names')}`] : []),
    ...(plan.unique ? ['unique: true'] : []),
    ...(plan.encode === 'none'
      ? []
      : [`encode: ${code.use(ENCODERS[plan.encode], 'expr/percent.js')}`]),
    `kv: ${json(plan.kv)}`,
    `sep: ${json(plan.sep)}`,
    ...(plan.end === '' ? [] : [`end: ${json(plan.end)}`]),
  ]
  return `${code.use('params', MODULE)}(${printEntries(plan.of, names, code)}, { ${rules.join(', ')} })`
}

function printEntries(of: Params['of'], names: string | undefined, code: Code): string {
  if (of === 'headers') return `${code.use('headerEntries', MODULE)}(d, ${names})`
  const read = of === 'form' ? code.use('formEntries', FORM) : code.use('queryEntries', MODULE)
  const all = `${read}(d)`
  return names === undefined ? all : `${code.use('selected', MODULE)}(${all}, ${names})`
}
