/** Compiles `{ "forEach": pointer, … }`: the rest of the proof has to hold for every element. */
import { json } from '../../print/literals.js'
import type { ParseContext, ProofCompiler } from '../compiler.js'
import { member, string } from '../read.js'
import { checkForEach } from '../rules/for-each.js'
import { leavesOf } from '../rules/leaves.js'
import type { Expr, ForEachPlan, ProofPlan } from '../types.js'
import { placeholders, readsItem } from '../uses.js'

export const forEach: ProofCompiler<ForEachPlan> = {
  kind: 'forEach',
  parse: (node, spot, { proof, expressionsOf }) => {
    const { forEach: _, ...rest } = node
    const each = proof(rest, spot)
    const plan: ForEachPlan = {
      kind: 'forEach',
      pointer: string(member(node, 'forEach')) ?? '',
      proof: each,
      readsElements: readsElements(each, expressionsOf),
    }
    checkForEach(plan, spot)
    return plan
  },
  secrets: () => [],
  expressions: () => [],
  nested: ({ proof }) => [proof],
  covers: ({ pointer, proof }, source, nested) => {
    const all = nested(proof)
    const isSameList = source.batch === pointer && source.from === undefined
    const isOther = (expr: Expr | undefined) => !isSameList && readsItem(expr ?? [])
    // An element of another list has the same look, and says nothing of the one that is the event.
    return { ...all, type: all.type && !isOther(source.type), id: all.id && !isOther(source.id) }
  },
  print: ({ pointer, proof: plan, readsElements }, { code, proof }) => {
    const call = code.use(readsElements ? 'forEach' : 'forList', 'auth/for-each.js')
    return `${call}(${json(pointer)}, ${proof(plan)})`
  },
}

/** What a function of the consumer looks at is not known: it is given each element. */
function readsElements(plan: ProofPlan, expressionsOf: ParseContext['expressionsOf']): boolean {
  if (leavesOf(plan).some(({ kind }) => kind === 'custom')) return true
  return expressionsOf(plan)
    .flatMap(placeholders)
    .some(({ source }) => source === 'item')
}
