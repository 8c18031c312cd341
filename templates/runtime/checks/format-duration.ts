/** The format `duration`: RFC 3339 appendix A. */

const WEEKS = /^P\d+W$/
const UNITS = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/

/** `P3Y6M4DT12H30M5S` or `P2W`: at least one amount, and one after a `T`. */
export function isDuration(text: string): boolean {
  return WEEKS.test(text) || UNITS.test(text)
}
