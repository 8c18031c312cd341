/** The two sides of the crypto seam, as lookups of a platform's built-in modules. */

export const SIDES: readonly (readonly [name: string, lookup: unknown])[] = [
  ['node:crypto', process.getBuiltinModule],
  ['WebCrypto', undefined],
]
