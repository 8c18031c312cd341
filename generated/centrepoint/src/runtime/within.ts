/** Waits for others, and not for ever. */

/**
 * The result, where it comes in time. Otherwise rejects, after `whenLate` has been called; the work
 * itself cannot be stopped.
 *
 * @throws {Error} where the time is up
 */
export async function within<T>(
  work: Promise<T>,
  milliseconds: number,
  whenLate?: () => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      whenLate?.()
      reject(new Error(`no answer within ${milliseconds} ms`))
    }, timerDelay(milliseconds))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // Whoever comes late and fails must not bring the process down.
    work.catch(() => undefined)
  }
}

const LONGEST_DELAY = 2 ** 31 - 1

/** What timers can wait: a longer delay, which is 25 days and more, they take for none at all. */
export function timerDelay(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST_DELAY)
}
