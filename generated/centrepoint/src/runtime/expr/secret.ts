/** Reads a secret for an expression. */
import type { ProofContext } from '../proof.js'
import type { Value } from './value.js'

/** The value of a secret; `eachSecret` has narrowed a rotating one to the value on trial. */
export function secret(context: ProofContext, name: string): Value | undefined {
  return context.secrets.get(name)[0]?.value
}
