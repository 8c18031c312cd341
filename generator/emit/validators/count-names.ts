/** Counts the names in Ajv's code in one walk, where Ajv adds them up again for every block around. */

import { _CodeOrName } from 'ajv/dist/compile/codegen/code.js'
import { CodeGen, ValueScope } from 'ajv/dist/compile/codegen/index.js'
import { GeneratorBug } from '../../errors.js'

/** How often each name is used. */
type Count = { [name: string]: number | undefined }

/** Ajv's code as a tree; its classes are not exported. */
export interface CodeNode {
  readonly names: Readonly<Count>
  readonly nodes?: readonly CodeNode[]
}

/** The members of blocks that hold an expression, and those that hold one more block. */
const EXPRESSIONS = ['condition', 'iteration', 'from', 'to', 'iterable'] as const
const BLOCKS = ['else', 'catch', 'finally'] as const

type Block = CodeNode &
  Partial<Record<(typeof EXPRESSIONS)[number], unknown>> &
  Partial<Record<(typeof BLOCKS)[number], CodeNode>>

/** The outermost block of a function that Ajv writes. */
export function rootOf(gen: CodeGen): CodeNode {
  const [root] = gen['_nodes']
  if (root === undefined) throw new GeneratorBug('Ajv writes no code')
  return root
}

/** Lets every Ajv count in this way what its optimiser starts from; the count is the same. */
export function countNamesOnce(): void {
  const root = rootOf(new CodeGen(new ValueScope({ scope: {} })))
  const prototype: unknown = Object.getPrototypeOf(root)
  Object.defineProperty(prototype, 'names', {
    configurable: true,
    get(this: CodeNode) {
      const count: Count = {}
      addNames(this, count)
      return count
    },
  })
}

function addNames(node: Block, count: Count): void {
  if (node.nodes === undefined) add(node.names, count)
  for (const inner of node.nodes ?? []) addNames(inner, count)
  for (const member of EXPRESSIONS) {
    const code = node[member]
    if (code instanceof _CodeOrName) add(code.names, count)
  }
  for (const member of BLOCKS) {
    const block = node[member]
    if (block !== undefined) addNames(block, count)
  }
}

function add(names: Readonly<Count>, count: Count): void {
  for (const [name, uses = 0] of Object.entries(names)) count[name] = (count[name] ?? 0) + uses
}
