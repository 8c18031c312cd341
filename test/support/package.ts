/** The package as its users have it, built from the sources as they are. */
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './build.js'

const DIST = new URL('../../dist/', import.meta.url)

await ensureBuilt()

/** The program, for Node to run. */
export const PROGRAM = fileURLToPath(new URL('cli.js', DIST))

// Sound: it is what that module is compiled to.
const library = (await import(
  new URL('index.js', DIST).href
)) as typeof import('../../generator/index.js')

export const { generate } = library
