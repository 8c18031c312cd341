/** Compiles `{ "anyOf": [...] }`: one of several equivalent proofs has to hold. */
import { json } from '../../print/literals.js'
import type { ProofCompiler } from '../compiler.js'
import { intersection } from '../coverage.js'
import { list, member } from '../read.js'
import type { Spot } from '../spot.js'
import { strengthOf } from '../strength.js'
import type { AnyOfPlan, ProofPlan } from '../types.js'

export const anyOf: ProofCompiler<AnyOfPlan> = {
  kind: 'anyOf',
  parse: (node, spot, { proof }) => {
    const of = list(member(node, 'anyOf')).map((item, index) =>
      proof(item, spot.at('anyOf', index)),
    )
    checkStrengths(of, spot.at('anyOf'))
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

/** Whoever sends picks the branch, so all of them have to be worth the same. */
function checkStrengths([first, ...others]: readonly ProofPlan[], spot: Spot): void {
  if (first === undefined) return
  const wanted = strengthOf(first)
  for (const [index, other] of others.entries()) {
    const given = strengthOf(other)
    if (given === wanted) continue
    const message = `"anyOf" between proofs of different strength: ${wanted}, and ${given}`
    spot.at(index + 1).error('ERR_ANY_OF', message, 'tell the variants apart with "switch"')
  }
}
