/** The algorithms that a token may name (RFC 7518 section 3), and the keys behind them. */
import type { SecretSet } from '../secrets.js'
import type { Algorithm, KeyRequest } from './algorithm.js'
import { asymmetricSignature } from './asymmetric.js'
import type { KeyAlgorithm } from './public-key.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'

/** By what the header of a token may say in `alg`: nothing else is an algorithm. */
export type TokenAlgorithms = ReadonlyMap<string, Algorithm>

/**
 * Several algorithms over one source of keys. Each key is used for those that it fits, and it is
 * enough that it fits one.
 */
export function publicTokens(
  source: PublicKeySource,
  algorithms: Readonly<Record<string, KeyAlgorithm>>,
): TokenAlgorithms {
  const shared = anyFitting(source)
  const all = Object.entries(algorithms).map(
    ([name, algorithm]) => [name, asymmetricSignature(algorithm, shared)] as const,
  )
  const prepare = (secrets: SecretSet) =>
    prepareAny(
      all.map(([, one]) => one),
      secrets,
    )
  return new Map(all.map(([name, one]) => [name, { ...one, prepare }]))
}

function prepareAny(algorithms: readonly Algorithm[], secrets: SecretSet): void {
  const problems: unknown[] = []
  for (const algorithm of algorithms) {
    try {
      algorithm.prepare(secrets)
    } catch (error) {
      problems.push(error)
    }
  }
  if (problems.length === algorithms.length) throw problems[0]
}

/** Marks the keys as ones that need not fit; the same key stays the same object. */
function anyFitting(source: PublicKeySource): PublicKeySource {
  const marked = new WeakMap<FoundKey, FoundKey>()
  const mark = (key: FoundKey): FoundKey => {
    const one = marked.get(key) ?? { ...key, isOneOfMany: true }
    marked.set(key, one)
    return one
  }
  return {
    known: (secrets) => source.known(secrets).map(mark),
    find: async (secrets: SecretSet, query: KeyRequest) => {
      return (await source.find(secrets, query)).map(mark)
    },
  }
}
