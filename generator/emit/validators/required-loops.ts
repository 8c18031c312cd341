/** Unrolls loops over required names: engines are faster at members that they know by name. */
import type { Constant } from './types.js'

const LOOP =
  /for\(const (prop\d+) of constant(\d+)\)\{\nif\((\w+)\[\1\] === undefined\)\{\n(return false;|errors\+\+;)\n\}\n\}\n/g
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/** Masked code with one condition for each loop; strings that it adds are appended to `strings`. */
export function unrollRequired(
  text: string,
  constants: readonly Constant[],
  strings: string[],
): string {
  return text.replace(LOOP, (loop, _, index: string, data: string, failure: string) => {
    const names = namesIn(constants[Number(index)])
    if (names === undefined) return loop
    const tests = names.map((name) => `${data}${access(name, strings)} === undefined`)
    return `if(${tests.join(' || ')}){\n${failure}\n}\n`
  })
}

function namesIn(constant: Constant | undefined): readonly string[] | undefined {
  if (constant?.kind !== 'local') return undefined
  const names: unknown = JSON.parse(constant.code)
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined
}

function access(name: string, strings: string[]): string {
  return IDENTIFIER.test(name) ? `.${name}` : `["${strings.push(name) - 1}"]`
}
