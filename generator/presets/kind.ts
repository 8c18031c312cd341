/** How a listing calls the proof of a preset. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'

const COMBINATORS = ['allOf', 'anyOf', 'switch']

/** `signature hmac-sha256`, `basic`, `allOf`; of named schemes all of them. */
export function proofKind(auth: JsonObject): string {
  const { schemes } = auth
  if (isObject(schemes)) return Object.values(schemes).map(oneKind).join(', ')
  return oneKind(auth)
}

function oneKind(proof: JsonValue | undefined): string {
  if (!isObject(proof)) return ''
  const { type, alg, algs } = proof
  const combinator = COMBINATORS.find((key) => Object.hasOwn(proof, key))
  if (combinator !== undefined) return combinator
  const names = Array.isArray(algs) ? algs.join('/') : isObject(alg) ? 'by map' : alg
  return [type, names].filter((part) => typeof part === 'string').join(' ')
}
