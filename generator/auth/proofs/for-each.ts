/** Compiles `{ "forEach": pointer, … }`: the rest of the proof has to hold for every element. */
import { json } from '../../print/literals.js'
import type { ProofCompiler } from '../compiler.js'
import { member, string } from '../read.js'
import { checkForEach } from '../rules/for-each.js'
import type { ForEachPlan } from '../types.js'

export const forEach: ProofCompiler<ForEachPlan> = {
  kind: 'forEach',
  parse: (node, spot, { proof }) => {
    const { forEach: _, ...rest } = node
    const each = proof(rest, spot)
    checkForEach(each, spot)
    return { kind: 'forEach', pointer: string(member(node, 'forEach')) ?? '', proof: each }
  },
  secrets: () => [],
  expressions: () => [],
  nested: ({ proof }) => [proof],
  covers: ({ proof }, _source, nested) => nested(proof),
  print: ({ pointer, proof: plan }, { code, proof }) =>
    `${code.use('forEach', 'auth/for-each.js')}(${json(pointer)}, ${proof(plan)})`,
}
