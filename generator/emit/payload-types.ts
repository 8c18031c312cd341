/** Emits `src/types.ts`: every definition of the catalog exactly once, as an exported type. */
import type { Options } from 'json-schema-to-typescript'
import type { Catalog } from '../catalog/types.js'
import { GeneratorBug } from '../errors.js'
import { type Key, type Memo, RunMemo } from '../memo/memo.js'
import { BANNER } from '../print/banner.js'
import type { Marked } from './tolerance/marks.js'
import { toleranceOf } from './tolerance/tolerance.js'
import { withoutWriteOnly } from './tolerance/write-only.js'
import { convertDefinition } from './types/convert.js'
import { KindFinder } from './types/kinds.js'
import { limitCombinations } from './types/limit.js'
import { MemberNames } from './types/member-names.js'
import { MORE, MORE_DECLARATION, type TypeNode } from './types/node.js'
import { toSyntaxTree } from './types/syntax-tree.js'
import type { OutputFile } from './types.js'

const OPTIONS: Partial<Options> = {
  additionalProperties: true,
  bannerComment: '',
  declareExternallyReferenced: false,
  enableConstEnums: false,
  format: false,
  unknownAny: true,
}

/** The library makes names safe in its own way; ours are settled, so it prints this one. */
const PLACEHOLDER = 'Placeholder'
const HEAD = /^((?:\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*)?export (?:interface|type) )Placeholder\b/

/** What the types need of a catalog. */
export type TypesInput = Marked & Partial<Pick<Catalog, 'validation'>>

export async function emitPayloadTypes(
  catalog: TypesInput,
  memo: Memo = new RunMemo(),
): Promise<readonly OutputFile[]> {
  const isTolerant = catalog.validation === 'tolerant' || catalog.validation === 'report'
  const definitions = isTolerant
    ? toleranceOf(catalog).described
    : withoutWriteOnly(catalog.definitions)
  const schemas = new Map(definitions.map(({ identifier, schema }) => [identifier, schema]))
  const finder = new KindFinder((identifier) => schemas.get(identifier))
  const types = new Map(
    [...schemas].map(([name, schema]) => [name, convertDefinition(schema, finder)]),
  )
  const printed: string[] = []
  for (const [name, node] of limitCombinations(types)) {
    const key: Key = ['type', name, JSON.stringify(node)]
    const known = memo.find<string>(key)
    const declaration = known ?? (await printType(name, node))
    if (known === undefined) memo.keep(key, declaration)
    printed.push(declaration)
  }
  const needsMore = printed.some((text) => text.includes(`& ${MORE.tsType}`))
  const helpers = needsMore ? [MORE_DECLARATION] : []
  const content = `${[BANNER, ...helpers, ...printed].join('\n\n')}\n`
  return [{ path: 'src/types.ts', content }]
}

async function printType(name: string, node: TypeNode): Promise<string> {
  const { DEFAULT_OPTIONS } = await import('json-schema-to-typescript')
  const { generate, generateType } = await import('json-schema-to-typescript/dist/src/generator.js')
  const options = { ...DEFAULT_OPTIONS, ...OPTIONS }
  const names = new MemberNames()
  const tree = toSyntaxTree(node, { names, print: (inner) => generateType(inner, options) })
  const text = generate({ ...tree, standaloneName: PLACEHOLDER }, options)
  return nameDeclaration(name, names.restore(text))
}

function nameDeclaration(name: string, text: string): string {
  const declaration = text.trim()
  if (!HEAD.test(declaration)) throw new GeneratorBug(`the type ${name} was not printed`)
  return declaration.replace(HEAD, (_, head: string) => `${head}${name}`)
}
