/** Compiles `{ "allOf": [...] }`: every proof has to hold. */
import type { ProofCompiler } from '../compiler.js'
import { union } from '../coverage.js'
import { list, member } from '../read.js'
import type { AllOfPlan } from '../types.js'

export const allOf: ProofCompiler<AllOfPlan> = {
  kind: 'allOf',
  parse: (node, spot, { proof }) => ({
    kind: 'allOf',
    of: list(member(node, 'allOf')).map((item, index) => proof(item, spot.at('allOf', index))),
  }),
  secrets: () => [],
  expressions: () => [],
  nested: ({ of }) => of,
  covers: ({ of }, _source, nested) => union(of.map(nested)),
  print: ({ of }, { code, proof }) =>
    `${code.use('allOf', 'auth/all-of.js')}([\n${of.map(proof).join(',\n')}\n])`,
}
