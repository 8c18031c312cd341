/** Compiles `{ "switch": [...] }`: the first case whose conditions hold is binding. */
import { parseCheckRules } from '../check-rule.js'
import type { ProofCompiler } from '../compiler.js'
import { intersection } from '../coverage.js'
import { printChecks, printLambda } from '../print-expr.js'
import { list, member, object } from '../read.js'
import { checkSwitch } from '../rules/switch.js'
import type { SwitchPlan } from '../types.js'
import { checkExpressions } from '../uses.js'

export const switchProof: ProofCompiler<SwitchPlan> = {
  kind: 'switch',
  parse: (node, spot, { proof }) => {
    const otherwise = member(node, 'else')
    const plan: SwitchPlan = {
      kind: 'switch',
      cases: list(member(node, 'switch')).map((item, index) => {
        const place = spot.at('switch', index)
        return {
          when: parseCheckRules(member(object(item), 'when'), place.at('when'), 'check'),
          proof: proof(member(object(item), 'then'), place.at('then')),
        }
      }),
      otherwise:
        otherwise === undefined || otherwise === 'reject'
          ? undefined
          : proof(otherwise, spot.at('else')),
    }
    checkSwitch(plan, spot.at('switch'))
    return plan
  },
  secrets: () => [],
  expressions: ({ cases }) => cases.flatMap(({ when }) => when.flatMap(checkExpressions)),
  nested: ({ cases, otherwise }) => [
    ...cases.map(({ proof }) => proof),
    ...(otherwise === undefined ? [] : [otherwise]),
  ],
  covers: ({ cases, otherwise }, _source, nested) =>
    intersection(
      [...cases.map(({ proof }) => proof), ...(otherwise ? [otherwise] : [])].map(nested),
    ),
  print: ({ cases, otherwise }, { code, proof }) => {
    const printed = cases.map(
      ({ when, proof: taken }) =>
        `{ when: ${printLambda(['d', 'c'], printChecks(when, code))}, proof: ${proof(taken)} }`,
    )
    const rest = otherwise === undefined ? '' : `, ${proof(otherwise)}`
    return `${code.use('switchProof', 'auth/switch.js')}([\n${printed.join(',\n')}\n]${rest})`
  },
}
