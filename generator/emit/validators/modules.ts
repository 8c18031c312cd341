/** Divides the functions among modules: one an event, and one for each group of shared functions. */
import { GeneratorBug } from '../../errors.js'
import type { CompiledFunction, Mode, ValidatorModule } from './types.js'
import {
  type FunctionNames,
  type ModuleContext,
  type ModuleDraft,
  writeModule,
} from './write-module.js'

/** What an event's payload is held to: the unit, and the module that is made for it. */
export interface Root {
  /** Below `src/`, without extension. */
  readonly path: string
  readonly unit: string
}

/**
 * One module for each root, and shared ones. Functions that the same roots use share a module: so
 * nobody loads what is not used, functions that call each other are always together, and imports
 * make no cycle.
 */
export function divide(
  functions: ReadonlyMap<string, CompiledFunction>,
  roots: readonly Root[],
  mode: Mode,
): readonly ValidatorModule[] {
  const users = usersOf(functions, roots)
  const drafts = new Map<string, ModuleDraft>()
  const stems = new Set<string>()
  for (const [name, own] of users) {
    const key = own.join()
    const draft = drafts.get(key) ?? draftFor(own, find(functions, name), { roots, mode, stems })
    drafts.set(key, draft)
    draft.functions.push(find(functions, name))
  }
  for (const [index, root] of roots.entries()) {
    const key = String(index)
    const draft = drafts.get(key) ?? rootDraft(root, mode)
    drafts.set(key, { ...draft, root: root.unit })
  }
  const names: FunctionNames = new Map(
    [...drafts.values()].flatMap(({ path, functions: own }) =>
      own.map(({ unit }): [string, { path: string }] => [unit.name, { path }]),
    ),
  )
  const reach = recursionOf(functions)
  return [...drafts.values()].map((draft) => writeModule(draft, { names, mode, ...reach }))
}

/**
 * The functions that come to themselves again with those that they call, and all from which a way
 * leads to one of them.
 */
function recursionOf(
  functions: ReadonlyMap<string, CompiledFunction>,
): Pick<ModuleContext, 'counting' | 'leading'> {
  const reached = new Map<string, ReadonlySet<string>>()
  for (const [name, { calls }] of functions) {
    const found = new Set(calls)
    for (const called of found) for (const next of find(functions, called).calls) found.add(next)
    reached.set(name, found)
  }
  const recursive = [...reached].filter(([name, found]) => found.has(name))
  // Each of them reaches itself.
  const counting = new Set(recursive.flatMap(([, found]) => [...found]))
  const leading = [...reached].filter(
    ([name, found]) => counting.has(name) || [...found].some((called) => counting.has(called)),
  )
  return { counting, leading: new Set(leading.map(([name]) => name)) }
}

/** For each function in order, the indexes of the roots that reach it. */
function usersOf(
  functions: ReadonlyMap<string, CompiledFunction>,
  roots: readonly Root[],
): ReadonlyMap<string, readonly number[]> {
  const users = new Map<string, number[]>([...functions.keys()].map((name) => [name, []]))
  for (const [index, root] of roots.entries()) {
    const open = [root.unit]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const list = users.get(name)
      if (list === undefined) throw new GeneratorBug(`there is no validator for ${name}`)
      if (list.at(-1) === index) continue
      list.push(index)
      open.push(...find(functions, name).calls)
    }
  }
  return new Map([...users].filter(([, own]) => own.length > 0))
}

function find(functions: ReadonlyMap<string, CompiledFunction>, name: string): CompiledFunction {
  const found = functions.get(name)
  if (found === undefined) throw new GeneratorBug(`there is no validator for ${name}`)
  return found
}

interface Division {
  readonly roots: readonly Root[]
  readonly mode: Mode
  readonly stems: Set<string>
}

function draftFor(
  own: readonly number[],
  first: CompiledFunction,
  { roots, mode, stems }: Division,
): ModuleDraft {
  const only = own.length === 1 ? roots[own[0] ?? -1] : undefined
  if (only !== undefined) return rootDraft(only, mode)
  let stem = first.unit.stem
  while (stems.has(stem)) stem += '-'
  stems.add(stem).add(`${stem}.explain`)
  return { path: `src/validators/shared/${stem}${suffix(mode)}`, functions: [], root: undefined }
}

function rootDraft({ path }: Root, mode: Mode): ModuleDraft {
  return { path: `src/${path}${suffix(mode)}`, functions: [], root: undefined }
}

function suffix(mode: Mode): string {
  return mode === 'check' ? '.js' : '.explain.js'
}
