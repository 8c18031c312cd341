/** Times as stores count them. */

/**
 * How long the names of succeeded handlers outlive the lease of an attempt that died: as long as
 * handled events are remembered by default, so that no redelivery runs them again.
 */
export const ABANDONED_MILLISECONDS: number = 3 * 24 * 3600 * 1000

/** At least one, and whole: what a server takes as a time to live. */
export function wholeMilliseconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds))
}
