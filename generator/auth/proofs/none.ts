/** Compiles `{ "type": "none" }`: no proof at all, taken only with the consumer's `acceptUnsigned`. */
import { NOTHING_COVERED, type ProofCompiler } from '../compiler.js'
import type { NonePlan } from '../types.js'

export const none: ProofCompiler<NonePlan> = {
  kind: 'none',
  parse: () => ({ kind: 'none' }),
  secrets: () => [],
  expressions: () => [],
  nested: () => [],
  covers: () => NOTHING_COVERED,
  print: (_plan, { code }) => code.use('unsigned', 'auth/unsigned.js'),
}
