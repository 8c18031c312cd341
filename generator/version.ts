/** The version of the generator, from its own package.json. */
import { readFileSync } from 'node:fs'

export function generatorVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  // Sound: the file is ours and ships with the package.
  return (JSON.parse(text) as { version: string }).version
}
