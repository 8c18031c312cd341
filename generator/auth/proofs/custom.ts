/** Compiles `{ "type": "custom" }`: a proof that a function of the consumer judges. */
import { json } from '../../print/literals.js'
import { NOTHING_COVERED, type ProofCompiler } from '../compiler.js'
import { list, member, string } from '../read.js'
import type { CustomPlan } from '../types.js'

export const custom: ProofCompiler<CustomPlan> = {
  kind: 'custom',
  parse: (node) => ({
    kind: 'custom',
    name: string(member(node, 'name')) ?? '',
    secrets: list(member(node, 'secrets')).flatMap((item) => string(item) ?? []),
  }),
  secrets: ({ secrets }) => secrets,
  expressions: () => [],
  nested: () => [],
  // What the function looks at is not known here.
  covers: () => NOTHING_COVERED,
  print: ({ name }, { code }) => `${code.use('customProof', 'auth/custom.js')}(${json(name)})`,
}
