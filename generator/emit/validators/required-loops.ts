/** Unrolls loops over required names: engines are faster at members that they know by name. */
import type { Constant } from './types.js'

const LOOP =
  /for\(const (?<name>prop\d+) of constant(?<index>\d+)\)\{\nif\((?<data>\w+)\[\k<name>\] === undefined\)\{\n(?<failure>return false;|errors\+\+;)\n\}\n\}\n/g
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/** Masked code with one condition for each loop; strings that it adds are appended to `strings`. */
export function unrollRequired(
  text: string,
  constants: readonly Constant[],
  strings: string[],
): string {
  return text.replace(LOOP, (...match) => {
    // Sound: the last argument is the groups, all of which take part in every match.
    const { index, data, failure } = match.at(-1) as Record<'index' | 'data' | 'failure', string>
    const names = namesIn(constants[Number(index)])
    if (names === undefined) return match[0]
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
