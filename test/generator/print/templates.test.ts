/** Templates: data gets into a file through a helper that escapes it, and in no other way. */
import { readdirSync, readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { describe, expect, test } from 'vitest'
import { GeneratorBug } from '../../../generator/errors.js'
import { HELPERS, render } from '../../../generator/print/templates.js'

const ROOT = new URL('../../../templates/', import.meta.url)

const templates = ['glue', 'package'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => `${folder}/${name}`),
)

/** What `source` may print: code that an emitter made of literals, or text that the config schema bounds. */
const PRINTED: ReadonlySet<string> = new Set([
  'banner',
  'secrets',
  'options',
  'defaultEvents',
  'otherEvents',
  'name',
  'status',
  'choices',
  'confirmed',
  'confirmTypes',
  'credentials',
  'imports',
  'rules',
  'offered',
  'subscribe',
  'list',
  'unsubscribe',
  'receiver',
  'tested.receiver',
  'tested.sign',
  'more',
  'created',
  'holding',
  'key',
])

const BLOCKS: ReadonlySet<string> = new Set(['each', 'if', 'unless'])

interface Mustache {
  readonly helper: string
  readonly argument: string
}

/** Every mustache of a template; a block is listed where it is none of those that are built in. */
function mustaches(source: string): readonly Mustache[] {
  const found: Mustache[] = []
  class Visitor extends Handlebars.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement): void {
      const [argument, ...others] = node.params
      const isPlain = node.escaped && others.length === 0 && node.hash === undefined
      found.push({
        helper:
          isPlain && argument !== undefined ? original(node.path) : `raw ${original(node.path)}`,
        argument: argument === undefined ? '' : original(argument),
      })
    }
    override BlockStatement(node: hbs.AST.BlockStatement): void {
      if (!BLOCKS.has(original(node.path)))
        found.push({ helper: `block ${original(node.path)}`, argument: '' })
      super.BlockStatement(node)
    }
    override PartialStatement(): void {
      found.push({ helper: 'partial', argument: '' })
    }
  }
  new Visitor().accept(Handlebars.parse(source))
  return found
}

function original(node: hbs.AST.Node): string {
  return 'original' in node ? String(node.original) : node.type
}

test('there are templates', () => {
  expect(templates.length).toBeGreaterThanOrEqual(5)
})

describe.each(templates)('%s', (path) => {
  const all = mustaches(readFileSync(new URL(path, ROOT), 'utf8'))

  test('prints through helpers alone', () => {
    const others = all.filter(({ helper }) => !HELPERS.includes(helper))
    expect(others).toEqual([])
  })
  test('prints as source only what emitters printed', () => {
    const sources = all.filter(({ helper }) => helper === 'source').map(({ argument }) => argument)
    expect(sources.filter((argument) => !PRINTED.has(argument))).toEqual([])
  })
})

test.each([
  ['{{x}}', 'raw x'],
  ['{{{x}}}', 'raw x'],
  ['{{{json x}}}', 'raw json'],
  ['{{&json x}}', 'raw json'],
  ['{{#with x}}{{/with}}', 'block with'],
  ['{{> x}}', 'partial'],
  ['{{lookup x}}', 'lookup'],
])('%s would be seen', (source, helper) => {
  expect(mustaches(source).map((found) => found.helper)).toEqual([helper])
})

test('a name that the data lacks is an error, also one of Object.prototype', () => {
  expect(() => render('glue/core.ts.hbs', { banner: '// x' })).toThrow(
    new GeneratorBug('a template lacks a value for "comment"'),
  )
  const inherited = Object.create({ title: 'inherited' })
  expect(() => render('glue/core.ts.hbs', Object.assign(inherited, { banner: '' }))).toThrow(
    GeneratorBug,
  )
})
