/** A clock that the consumer may have given: what is no time must not look like one. */

/**
 * The clock, `Date.now` where none is given. Of what is no finite number every comparison is false,
 * and an expired token or lease would hold for ever.
 *
 * @throws {TypeError} from the clock itself, where it gives anything else
 */
export function checkedClock(given: (() => number) | undefined): () => number {
  // Not `Date.now` itself: whoever replaces it in a test replaces it afterwards.
  const clock = given ?? (() => Date.now())
  return () => {
    const now: unknown = clock()
    if (typeof now === 'number' && Number.isFinite(now)) return now
    throw new TypeError('clock must give milliseconds since the epoch, as Date.now does')
  }
}
