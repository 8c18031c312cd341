/** Finds whole numbers of a payload that a double cannot hold to the last digit. */
import type { Explanation, Issue } from './validation.js'

const MOST_ISSUES = 100
const MESSAGE = 'is beyond 2^53, where numbers lose their last digits: ctx.raw has them'

/**
 * A number that was written with an exponent may have lost nothing; the parsed payload does not tell.
 * Nothing is called for what is nested, so that no depth overflows.
 */
export function lostDigits(payload: unknown): Explanation | undefined {
  const issues: Issue[] = []
  let count = 0
  const open: [pointer: string, value: unknown][] = [['', payload]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [pointer, value] = next
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      count++
      if (count <= MOST_ISSUES) issues.push({ pointer, keyword: 'safeInteger', message: MESSAGE })
    }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== 'number' && typeof inner !== 'object') continue
      open.push([`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, inner])
    }
  }
  return count === 0 ? undefined : { issues, count }
}
