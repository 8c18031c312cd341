/** The proof of type `none`: nothing is proven. The receiver takes it only with `acceptUnsigned`. */
import type { Proof } from '../proof.js'
import { accepted } from './verdict.js'

export const unsigned: Proof = {
  present: () => true,
  prepare: () => undefined,
  verify: () => accepted(),
}
