/** What the generator is made of: entries that another one made are worthless. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const GENERATOR = new URL('../', import.meta.url)
/** Pins the exact versions of the libraries whose output is remembered. */
const PACKAGE = new URL('../package.json', GENERATOR)
const CODE = /(?<!\.d)\.[jt]s$/

/** SHA-256 over the generator's own code, so that no change of it goes unnoticed. */
export function fingerprintOf(folder: URL = GENERATOR): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const hash = createHash('sha256').update(readFileSync(PACKAGE))
  for (const name of names.filter((path) => CODE.test(path)).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(new URL(name, folder)))
  }
  return hash.digest('hex')
}
