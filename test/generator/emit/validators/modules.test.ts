/** How the functions are divided among modules. */
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import type { Definition } from '../../../../generator/catalog/types.js'
import { emitValidators, validatorModules } from '../../../../generator/emit/validators/emit.js'
import type { ValidatorModule } from '../../../../generator/emit/validators/types.js'
import { githubDefinitions } from './github.js'
import { definitionsOf, inputOf, runValidators } from './harness.js'

const USER = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, parent: { $ref: '#/definitions/Team' } },
}
const TEAM = { type: 'object', properties: { lead: { $ref: '#/definitions/User' } } }
const OWN = { type: 'object', required: ['x'], properties: { x: { type: 'string' } } }

const DEFINITIONS = definitionsOf({
  Created: {
    type: 'object',
    properties: { user: { $ref: '#/definitions/User' }, own: { $ref: '#/definitions/Own' } },
  },
  Deleted: { type: 'object', properties: { user: { $ref: '#/definitions/User' } } },
  Alias: { $ref: '#/definitions/Deleted' },
  User: USER,
  Team: TEAM,
  Own: OWN,
})

function find(modules: readonly ValidatorModule[], path: string): ValidatorModule {
  const found = modules.find((module) => module.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

/** Paths of the modules that a module imports, without the runtime's. */
function importsOf({ path, imports }: ValidatorModule): readonly string[] {
  return imports
    .map(({ from }) => posix.join(posix.dirname(path), from))
    .filter((target) => target.startsWith('src/validators/'))
}

test('what two events use is shared, and what refers to each other lies together', async () => {
  const modules = await validatorModules(inputOf(DEFINITIONS, ['Created', 'Deleted']))
  expect(modules.map(({ path }) => path).sort()).toEqual([
    'src/validators/created.explain.js',
    'src/validators/created.js',
    'src/validators/deleted.explain.js',
    'src/validators/deleted.js',
    'src/validators/shared/user.explain.js',
    'src/validators/shared/user.js',
  ])
  expect(find(modules, 'src/validators/shared/user.js').exports).toEqual(['checkUser', 'checkTeam'])
  expect(find(modules, 'src/validators/created.js')).toMatchObject({
    imports: [
      { from: '../runtime/checks/steps.js', names: ['begin'] },
      { from: './shared/user.js', names: ['checkUser'] },
    ],
    exports: ['check'],
  })
  expect(find(modules, 'src/validators/created.js').body).toContain('function checkOwn(')
})

test('functions that come to themselves again count their steps, and no others', async () => {
  const self = { $ref: '#/definitions/Twice' }
  const definitions = definitionsOf({
    Twice: { type: 'object', required: ['next'], properties: { next: { anyOf: [self, self] } } },
    Plain: { type: 'number' },
  })
  const input = inputOf(definitions, ['Twice', 'Plain'])
  const counting = (await validatorModules(input)).filter(({ body }) => body.includes('step('))
  expect(counting.map(({ path }) => path).sort()).toEqual([
    'src/validators/twice.explain.js',
    'src/validators/twice.js',
  ])
  const { check, explain } = (await runValidators(input)).get('twice') ?? {}
  const nested = (levels: number) =>
    JSON.parse(`${'{"next":'.repeat(levels)}{}${'}'.repeat(levels)}`)
  expect(check?.(nested(5))).toBe(false)
  expect(explain?.(nested(5)).length).toBeGreaterThan(1)
  // The work doubles with each level; the next validation has all its steps again.
  expect(() => check?.(nested(40))).toThrow(RangeError)
  expect(() => explain?.(nested(40))).toThrow(RangeError)
  expect(check?.(nested(5))).toBe(false)
})

test('an event alone has one module for each of its two sides', async () => {
  const modules = await validatorModules(inputOf(DEFINITIONS, ['Created']))
  expect(modules.map(({ path }) => path)).toEqual([
    'src/validators/created.js',
    'src/validators/created.explain.js',
  ])
})

test('events may share their definition, or name it by an alias', async () => {
  const validators = await runValidators(inputOf(DEFINITIONS, ['Deleted', 'Alias']))
  for (const stem of ['deleted', 'alias']) {
    expect(validators.get(stem)?.check({ user: { id: 1 } })).toBe(true)
    expect(validators.get(stem)?.explain({ user: {} })).toEqual([
      {
        pointer: '/user',
        keyword: 'required',
        message: "must have required property 'id'",
      },
    ])
  }
})

test('only the explanation imports what builds issues', async () => {
  const modules = await validatorModules(inputOf(DEFINITIONS, ['Created', 'Deleted']))
  for (const { path, imports } of modules) {
    const hasIssues = imports.some(({ from }) => from.endsWith('/checks/issues.js'))
    expect([path, hasIssues]).toEqual([path, path.endsWith('.explain.js')])
  }
})

test('parts that definitions have in common compile once', async () => {
  const address = {
    type: 'object',
    required: ['street', 'city'],
    properties: { street: { type: 'string' }, city: { type: 'string' } },
  }
  const definitions = definitionsOf({
    A: { type: 'object', properties: { home: address, work: address } },
    B: { type: 'object', properties: { seat: address } },
  })
  const { files, modules } = await emitValidators(inputOf(definitions))
  const code = modules.map(({ esm }) => esm).join('\n')
  expect(code.match(/function checkPart[0-9a-f]{8}\(/g)).toHaveLength(1)
  expect(files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'))).toEqual([
    'src/validators/a.d.ts',
    'src/validators/b.d.ts',
    'src/validators/a.explain.d.ts',
    'src/validators/b.explain.d.ts',
  ])
})

test("GitHub's modules import only what exists, and never in a circle", async () => {
  const definitions = githubDefinitions()
  const roots = definitions.filter(({ hash }) => /[_$]event$/.test(hash))
  const modules = await validatorModules(
    inputOf(
      definitions,
      roots.map(({ identifier }) => identifier),
    ),
  )
  const byPath = new Map(modules.map((module) => [module.path, module]))
  const done = new Set<string>()
  const visit = (path: string, above: readonly string[]): void => {
    expect(above, 'a circle').not.toContain(path)
    if (done.has(path)) return
    done.add(path)
    const module = byPath.get(path)
    if (module === undefined) throw new Error(`${above.at(-1)} imports ${path}`)
    for (const target of importsOf(module)) visit(target, [...above, path])
  }
  for (const { path } of modules) visit(path, [])
  for (const module of modules) {
    for (const { from, names } of module.imports) {
      const target = byPath.get(posix.join(posix.dirname(module.path), from))
      if (target !== undefined) expect(target.exports).toEqual(expect.arrayContaining([...names]))
    }
  }
})

test('a property that tells the branches of a oneOf apart is read once', async () => {
  const branch = (kind: string) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: kind } },
  })
  const definitions = definitionsOf({ Event: { oneOf: [branch('a'), branch('b')] } })
  const modules = await validatorModules(inputOf(definitions))
  expect(find(modules, 'src/validators/event.js').body).toContain('const tag0 = data.kind;')
  expect(find(modules, 'src/validators/event.explain.js').body).toContain('const tag0')
})

test('required names are tested one by one', async () => {
  const definitions = definitionsOf({
    Event: { type: 'object', required: ['a', 'b-c', 'd'], properties: {} },
  })
  const modules = await validatorModules(inputOf(definitions))
  expect(find(modules, 'src/validators/event.js').body).toContain(
    'if(data.a === undefined || data["b-c"] === undefined || data.d === undefined){\nreturn false;',
  )
})

test('the same catalog gives the same bytes, whatever was emitted before', async () => {
  const print = async (definitions: readonly Definition[]) =>
    JSON.stringify(await emitValidators(inputOf(definitions, ['Created', 'Deleted'])))
  const first = await print(DEFINITIONS)
  await print(definitionsOf({ Created: OWN, Deleted: USER, Team: TEAM, User: USER }))
  expect(await print(DEFINITIONS)).toBe(first)
})

test('emitting leaves the catalog as it is', async () => {
  const before = JSON.stringify(DEFINITIONS)
  await emitValidators(inputOf(DEFINITIONS))
  expect(JSON.stringify(DEFINITIONS)).toBe(before)
})
