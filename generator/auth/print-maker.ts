/** Prints how signatures are made: for each algorithm of the receiver, what the sender does. */
import { json } from '../print/literals.js'
import { ALGORITHMS } from './algorithms.js'
import type { Code } from './code.js'
import { printSecretKey } from './print-keys.js'
import { type KeyType, PUBLIC_ALGORITHMS } from './public-algorithms.js'
import { printRemoteMaker } from './signing-key.js'
import type { KeyPlan } from './types.js'
import { Unsignable } from './unsignable.js'

/** A TypeScript expression of type `Maker`. */
export function printMaker(name: string, key: KeyPlan | undefined, code: Code): string {
  const hash = ALGORITHMS.get(name)?.hash ?? ''
  const pair = PUBLIC_ALGORITHMS.get(name)
  if (key === undefined) return `${code.use('makeHash', 'testing/makers.js')}(${json(hash)})`
  if (isSeed(name, key)) {
    const importSeed = code.use('importEd25519Seed', 'auth/ed25519-seed.js')
    return `${code.use('makeMac', 'testing/makers.js')}(${importSeed}, ${printSecretKey(key, code)})`
  }
  if (pair !== undefined) {
    const call = name.endsWith('-der') ? 'makeDerSignature' : 'makeSignature'
    return `${code.use(call, 'testing/pair-maker.js')}(${pair.print(code, undefined)})`
  }
  if (key.kind === 'constant') throw new Unsignable('its shared key cannot be given by a test')
  if (key.kind !== 'secret') return printRemoteMaker(hash, key, code)
  return `${code.use('makeHmac', 'testing/makers.js')}(${json(hash)}, ${printSecretKey(key, code)})`
}

/** What kind of pair the algorithm signs with; none where both sides have the key. */
export function pairType(name: string, key: KeyPlan | undefined): KeyType | undefined {
  return key === undefined || isSeed(name, key) ? undefined : PUBLIC_ALGORITHMS.get(name)?.keyType
}

function isSeed(name: string, key: KeyPlan): boolean {
  return name === 'ed25519' && key.kind === 'secret' && key.derive !== undefined
}
