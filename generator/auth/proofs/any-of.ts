/** Compiles `{ "anyOf": [...] }`: one of several equivalent proofs has to hold. */
import { json } from '../../print/literals.js'
import type { ProofCompiler } from '../compiler.js'
import { intersection } from '../coverage.js'
import { list, member } from '../read.js'
import { checkAnyOf } from '../rules/any-of.js'
import type { AnyOfPlan } from '../types.js'

export const anyOf: ProofCompiler<AnyOfPlan> = {
  kind: 'anyOf',
  parse: (node, spot, { proof }) => {
    const of = list(member(node, 'anyOf')).map((item, index) =>
      proof(item, spot.at('anyOf', index)),
    )
    checkAnyOf(of, spot.at('anyOf'))
    return { kind: 'anyOf', of }
  },
  secrets: () => [],
  expressions: () => [],
  nested: ({ of }) => of,
  covers: ({ of }, _source, nested) => intersection(of.map(nested)),
  print: ({ of }, { code, proof, secretsOf }) => {
    // The secrets tell the runtime which branches drop out where an optional secret was not given.
    const branches = of.map(
      (plan) => `{ secrets: ${json(secretsOf(plan))}, proof: ${proof(plan)} }`,
    )
    return `${code.use('anyOf', 'auth/any-of.js')}([\n${branches.join(',\n')}\n])`
  },
}
