/** Says why a test cannot make a proof. */

export class Unsignable extends Error {
  override readonly name = 'Unsignable'
}

/** What work gives, or the reason why it cannot be done. */
export function signable<T>(work: () => T): T | Unsignable {
  try {
    return work()
  } catch (error) {
    if (error instanceof Unsignable) return error
    throw error
  }
}
