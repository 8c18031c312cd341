/** Puts values into JSON. */
import { steps } from '../expr/json.js'

/**
 * Puts a text at a pointer, and objects on the way to it. Where a number stood, it stays one.
 *
 * @throws {TypeError} where something on the way is neither object nor list
 */
export function putAt(root: unknown, pointer: string, value: unknown): unknown {
  const [step, ...rest] = steps(pointer)
  if (step === undefined) return keepKind(root, value)
  if (root !== undefined && (typeof root !== 'object' || root === null)) {
    throw new TypeError(`nothing can be put at ${pointer}: what is there is no object`)
  }
  const below = (inner: unknown) => putAt(inner, rest.map(escaped).join(''), value)
  if (Array.isArray(root)) {
    const copy: unknown[] = [...root]
    copy[Number(step)] = below(copy[Number(step)])
    return copy
  }
  const inner = root === undefined ? undefined : Object.entries(root).find(([key]) => key === step)
  return { ...root, [step]: below(inner?.[1]) }
}

function keepKind(before: unknown, value: unknown): unknown {
  const isNumber = typeof before === 'number' && typeof value === 'string'
  return isNumber && String(Number(value)) === value ? Number(value) : value
}

function escaped(step: string): string {
  return `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
