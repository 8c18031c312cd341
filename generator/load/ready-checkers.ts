/**
 * Validators of the schemas that come with the generator, as code: to compile one takes longer than
 * a run uses it. The package has them beside the compiled generator; a checkout compiles them.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Ajv, ValidateFunction } from 'ajv'

export const CHECKERS = new URL('../checkers/', import.meta.url)

const require = createRequire(import.meta.url)

export function readyChecker(name: string): ValidateFunction | undefined {
  const path = fileURLToPath(new URL(`${name}.cjs`, CHECKERS))
  // Sound: `checkerCode` printed the module.
  return existsSync(path) ? (require(path) as ValidateFunction) : undefined
}

/** The code of a validator whose Ajv was made with `code.source`, as a CommonJS module. */
export async function checkerCode(ajv: Ajv, validate: ValidateFunction): Promise<string> {
  const { default: standalone } = await import('ajv/dist/standalone/index.js')
  return standalone.default(ajv, validate)
}
