/** Plain hashes with the secret inside the content: weak, and what some providers send. */
import { digest, equalBytes, type HashName } from '../crypto.js'
import type { Algorithm } from './algorithm.js'

export function hashSignature(hash: HashName): Algorithm {
  return {
    // A platform without the hash says so now, not when the first delivery comes.
    prepare: () => void digest(hash, []),
    match: async (_secrets, contents, candidates) => {
      for (const content of contents) {
        if (content === undefined) continue
        const found = await digest(hash, content)
        if (candidates.some((candidate) => equalBytes(found, candidate))) {
          return { secretId: undefined }
        }
      }
      return undefined
    },
  }
}
