/** The names that our count finds in Ajv's code are those that Ajv's own finds. */
import { _, CodeGen, nil, ValueScope } from 'ajv/dist/compile/codegen/index.js'
import { expect, test } from 'vitest'
import {
  type CodeNode,
  countNamesOnce,
  rootOf,
} from '../../../../generator/emit/validators/count-names.js'

/** Every kind of block, in one another. */
function everyKind(): CodeNode {
  const gen = new CodeGen(new ValueScope({ scope: {} }))
  const [a, b] = [gen.let('a', _`1`), gen.const('b', _`[]`)]
  gen.func(gen.name('f'), _`${a}`, false, () => {
    gen.if(_`${a} > ${b}`, () => gen.assign(a, _`${b}.length + ${b}`))
    gen.if(_`!${a}`).assign(_`${b}[${a}]`, _`2`)
    gen.elseIf(_`${b}[0]`).add(a, _`${a}`)
    gen.else().label(gen.name('label')).endIf()
    gen.for(_`;${a} < 3;${a}++`, () => gen.code(_`${b}.pop(${a})`))
    gen.forRange('i', _`${a}`, _`${b}.length`, (i) => gen.code(_`${b}.push(${i})`))
    gen.forOf('v', _`${b}`, (v) => gen.if(_`${v} === ${a}`, () => gen.break()))
    gen.forIn('k', _`${b}`, (k) => gen.throw(_`${k}`))
    gen.try(
      () => gen.code(_`${a}()`),
      (e) => gen.code(_`${b}(${e})`),
      () => gen.code(_`${a}(${b})`),
    )
    gen.return(_`${a} + ${b} + ${a}`)
  })
  gen.code(nil)
  return rootOf(gen)
}

test('in every kind of block', () => {
  countNamesOnce()
  const root = everyKind()
  const own = Object.getPrototypeOf(Object.getPrototypeOf(root))
  const theirs: unknown = Reflect.get(own, 'names', root)
  expect(Object.hasOwn(Object.getPrototypeOf(root), 'names')).toBe(true)
  expect(root.names).toEqual(theirs)
  expect(Object.keys(root.names).sort()).toEqual(['a0', 'b0', 'e0', 'i0', 'k0', 'v0'])
})
