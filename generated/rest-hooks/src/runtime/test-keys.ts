/** Keys that stand in a test for those that are built into an SDK. */

// A registered symbol, as `/testing` may be loaded from another build of the same package.
const MARK: unique symbol = Symbol.for('hookwright.test-keys')

/** A public key, as SPKI, and what `ctx.secretId` says of it. */
interface TestPublicKey {
  readonly id: string
  readonly spki: Uint8Array
}

/**
 * Made by `generateKeys()` of `/testing`, and by nothing else: no text, file or variable of an
 * environment can be one.
 */
export interface TestPublicKeys {
  readonly [MARK]: readonly TestPublicKey[]
}

export function testPublicKeys(spki: Uint8Array): TestPublicKeys {
  return { [MARK]: [{ id: 'test key', spki }] }
}

/** The keys, where the option is there. @throws {TypeError} where it is anything else */
export function readTestKeys(
  given: TestPublicKeys | undefined,
): readonly TestPublicKey[] | undefined {
  if (given === undefined) return undefined
  const keys: unknown = typeof given === 'object' && given !== null ? given[MARK] : undefined
  if (Array.isArray(keys)) return keys
  throw new TypeError(
    'testKeys takes the testKeys that generateKeys() of /testing makes: the provider’s keys are built in, and nothing else takes their place',
  )
}
