/** Suits the engine to a run that is over in seconds. */
import { setFlagsFromString } from 'node:v8'

/** Where V8 knows the flag: it would tell of one that it does not know. */
const HAS_BUDGET = /^v2[0-4]\./

/**
 * Optimizing what is soon left again takes more than it gives, so code has to be fifteen times as busy
 * as usual first. docs/decisions/0019 has the figures.
 */
export function suitEngine(): void {
  if (HAS_BUDGET.test(process.version)) setFlagsFromString('--interrupt-budget=1000000')
}
