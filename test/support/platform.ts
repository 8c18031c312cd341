/** What every file of tests shares with the others of its worker, and so has to leave as it was. */
export function platform() {
  const { VITEST_POOL_ID: _, ...env } = process.env
  const { fetch, crypto, setTimeout } = globalThis
  return {
    ...{ fetch, crypto, setTimeout, parse: JSON.parse, random: Math.random },
    ...{ env, folder: process.cwd(), getBuiltinModule: process.getBuiltinModule },
    members: Object.getOwnPropertyNames(Object.prototype),
    console: { ...console },
  }
}
