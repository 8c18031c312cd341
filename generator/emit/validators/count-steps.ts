/** Makes the functions that a payload can have called without end count what they do. */
import { GeneratorBug } from '../../errors.js'
import { closingBracket, maskStrings, splitAtCommas } from './masked-code.js'
import type { CompiledFunction, Constant, Mode } from './types.js'

/** An explanation keeps what each step has found. */
const STEPS: Readonly<Record<Mode, number>> = { check: 1, explain: 4 }

const LOOP = /(?<![\w$.])(?:for|while)\([^\n]*\n/g
const OVER_ITEMS = /^for\(let i\d+=\d+; i\d+<(len\d+); i\d+\+\+\)\{\n$/
const BACKWARD = /^for\(;(i\d+)--;\)\{\n$/
const OVER_NAMES = /^for\(const (key\d+) (?:in|of) (?:Object\.keys\()?([\w$.[\]"]+?)\)?\)\{\n$/
const OVER_CONSTANT = /^for\((?:const)? (v|prop|missing)\d+ of constant(\d+)\)\{\n$/

/** A call of what stands outside, with what it is about to read. */
const CALL = /(?<![\w$.])constant(\d+)((?:\.test)?\()(?:([\w$.[\]"]+)(?=[,)]))?/g

/** So many characters of code without a loop take as long as a step. */
const CODE_OF_STEP = 4096
/** So many constants, to compare with a value, and so many names, to look for. */
const VALUES_OF_STEP = 16
const NAMES_OF_STEP = 4

/**
 * The function's masked text with steps for each call of it, each turn of a loop and each text that
 * is read: what one call takes must not grow with the payload unless it is counted.
 *
 * @throws {GeneratorBug} where it has loops or calls of a form that nothing here emits
 */
export function countSteps({ text, constants }: CompiledFunction, mode: Mode): string {
  return (
    text
      .replace(LOOP, (head: string, offset: number) => countLoop(head, offset, text, constants))
      .replaceAll('Object.keys(', 'keysOf(')
      .replace(CALL, (call: string, index: string, open: string, value: string | undefined) => {
        const reader = readerFor(constants[Number(index)], constants)
        if (reader === undefined) return call
        if (value === undefined) throw new GeneratorBug(`a validator calls what reads: ${call}`)
        return `constant${index}${open}${reader}(${value})`
      })
      // The first brace opens the function.
      .replace('{', `{\nstep(${STEPS[mode] + Math.floor(text.length / CODE_OF_STEP)});`)
  )
}

function countLoop(
  head: string,
  offset: number,
  text: string,
  constants: readonly Constant[],
): string {
  const [, length] = OVER_ITEMS.exec(head) ?? []
  if (length !== undefined) {
    const body = offset + head.length - 2
    const size = closingBracket(text, body) - body
    const each = 1 + Math.floor(size / CODE_OF_STEP)
    return `step(${each === 1 ? length : `${each} * ${length}`});\n${head}`
  }
  const [, count] = BACKWARD.exec(head) ?? []
  if (count !== undefined) return `step(${count});\n${head}`
  const [, name, object] = OVER_NAMES.exec(head) ?? []
  if (name !== undefined) return `for(const ${name} of keysOf(${object})){\n`
  const [, kind, index] = OVER_CONSTANT.exec(head) ?? []
  const constant = constants[Number(index)]
  if (constant?.kind !== 'local') throw new GeneratorBug(`a validator has the loop ${head}`)
  const all = splitAtCommas(maskStrings(constant.code).text.slice(1, -1)).length
  const steps = Math.floor(all / (kind === 'v' ? VALUES_OF_STEP : NAMES_OF_STEP))
  return steps === 0 ? head : `step(${steps});\n${head}`
}

/** What counts the steps of a call, where these grow with the value that it reads. */
function readerFor(
  constant: Constant | undefined,
  constants: readonly Constant[],
): string | undefined {
  if (constant?.kind === 'local') return constant.prefix === 'pattern' ? 'searchText' : undefined
  switch (constant?.file) {
    case 'format-number':
    case 'multiple-of':
    case undefined:
      return undefined
    case 'unique':
      return 'readWhole'
    case 'equal':
      // To compare with anything else takes no longer than that is large.
      return constants.some(holdsObject) ? 'readWhole' : undefined
    default:
      return 'readText'
  }
}

function holdsObject(constant: Constant): boolean {
  if (constant.kind !== 'local' || constant.prefix === 'pattern') return false
  return constant.prefix !== 'hasOwn' && maskStrings(constant.code).text.includes('{')
}
