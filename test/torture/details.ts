/** What single cases have to show beyond what is asked of all. */
import type { Outcome } from './judge.js'

export type Detail = (outcome: Outcome) => void | Promise<void>

/** By the name of the case. */
export const details: Readonly<Record<string, Detail>> = {}
