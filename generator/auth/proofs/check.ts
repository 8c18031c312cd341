/** Compiles `{ "type": "check" }`: one value compared in constant time. */
import { parseCheckRule } from '../check-rule.js'
import { NOTHING_COVERED, type ProofCompiler } from '../compiler.js'
import { isAsync, printCheck, printLambda } from '../print-expr.js'
import type { CheckPlan, Expr } from '../types.js'
import { checkExpressions, placeholders, readsBody } from '../uses.js'

export const check: ProofCompiler<CheckPlan> = {
  kind: 'check',
  parse: (node, spot) => ({ kind: 'check', rule: parseCheckRule(node, spot, 'check') }),
  secrets: () => [],
  expressions: ({ rule }) => checkExpressions(rule),
  nested: () => [],
  covers: () => NOTHING_COVERED,
  print: ({ rule }, { code }) => {
    const isThere = printCheck({ value: rule.value, test: { kind: 'present' } }, code)
    const inHead = rule.test.kind !== 'absent' && isInHead(rule.value) && !isAsync(isThere)
    const members = [
      ...(inHead ? [`isThere: ${printLambda(['d'], isThere)}`] : []),
      `holds: ${printLambda(['d', 'c'], printCheck(rule, code))}`,
    ]
    return `${code.use('check', 'auth/check.js')}({\n${members.join(',\n')}\n})`
  },
}

/** Whether method, URL and headers alone say if the value is there. */
function isInHead(expr: Expr): boolean {
  const elsewhere = ['now', 'secret']
  return !readsBody(expr) && !placeholders(expr).some(({ source }) => elsewhere.includes(source))
}
