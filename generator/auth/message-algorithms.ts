/** The algorithms of message signatures: the names that RFC 9421 registers, and ours. */
import type { JsonValue } from '../schema/types.js'
import type { KeyUse } from './keys.js'
import { PUBLIC_ALGORITHMS } from './public-algorithms.js'
import { list, string } from './read.js'
import type { Spot } from './spot.js'

/** The registered name, and the name that `signature` has for the same algorithm. */
export type MessageAlgorithm = readonly [registered: string, own: string]

const SHARED = 'hmac-sha256'

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  [SHARED, SHARED],
  ['ed25519', 'ed25519'],
  ['ecdsa-p256-sha256', 'ecdsa-p256-sha256-raw'],
  ['ecdsa-p384-sha384', 'ecdsa-p384-sha384-raw'],
  ['rsa-pss-sha512', 'rsa-pss-sha512'],
  ['rsa-v1_5-sha256', 'rsa-sha256'],
])

/** Takes either name of each; one key cannot be shared and public at once. */
export function parseMessageAlgorithms(
  value: JsonValue | undefined,
  spot: Spot,
): readonly MessageAlgorithm[] {
  const found = list(value).flatMap((item, index) => {
    const given = string(item) ?? ''
    const known = [...ALGORITHMS].find((names) => names.includes(given))
    if (known === undefined) {
      const message = `unknown algorithm ${JSON.stringify(given)} of message signatures`
      const hint = `the algorithms are ${[...ALGORITHMS.keys()].join(', ')}`
      spot.at(index).error('ERR_ALGORITHM', message, hint)
    }
    return known === undefined ? [] : [known]
  })
  if (found.length > 1 && found.some(([name]) => name === SHARED)) {
    const message = `"${SHARED}" shares its key, and the others have public ones: they cannot be mixed`
    spot.error('ERR_ALGORITHM', message, 'choose between them with "switch"')
  }
  return found
}

export function messageKeyUse(algorithms: readonly MessageAlgorithm[], allowWeak: boolean): KeyUse {
  const types = algorithms.flatMap(([, own]) => PUBLIC_ALGORITHMS.get(own)?.keyType ?? [])
  return { shared: algorithms.some(([name]) => name === SHARED), types, allowWeak }
}
