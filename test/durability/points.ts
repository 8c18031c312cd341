/** Where a receiver can die: the boundaries of all stages, seen from outside of the product. */

/** What stands around the stages of every receiver. */
const ALWAYS = [
  'before handler 1',
  'after handler 1',
  'before handler 2',
  'after handler 2',
  'before handler 3',
  'after handler 3',
  'before respond',
  'after respond',
] as const

const STORE = [
  'before reserve',
  'after reserve',
  'before succeed',
  'after succeed',
  'before complete',
  'after complete',
] as const

const QUEUE = ['before enqueue', 'after enqueue'] as const

export type Point = (typeof ALWAYS | typeof STORE | typeof QUEUE)[number]

/** Which of them a set-up passes. */
export function pointsOf(has: { readonly store: boolean; readonly queue: boolean }): Point[] {
  return [...ALWAYS, ...(has.store ? STORE : []), ...(has.queue ? QUEUE : [])]
}

export const HANDLERS = ['one', 'two', 'three'] as const
