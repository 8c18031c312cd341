/** Emits the validators: for each event a fast yes-or-no, and the code that says why. */
import type { Catalog } from '../../catalog/types.js'
import { Diagnostics } from '../../diagnostics.js'
import { type Memo, RunMemo } from '../../memo/memo.js'
import { toleranceOf } from '../tolerance/tolerance.js'
import type { OutputFile, PrintedModule } from '../types.js'
import { resolveAlias } from './aliases.js'
import { compileUnits, type OnCompiled } from './compile-units.js'
import { declareValidators, proveDeclared } from './declarations.js'
import { divide, type Root } from './modules.js'
import { prepareUnits } from './prepare-units.js'
import { printCjs, printEsm } from './print-module.js'
import { rootsOf } from './roots.js'
import { shareParts } from './share.js'
import type { Mode, ValidatorModule } from './types.js'

/** What the validators need of a catalog. */
export type ValidatorInput = Pick<Catalog, 'definitions' | 'events'> &
  Partial<Pick<Catalog, 'resources' | 'source'>>

export interface EmittedValidators {
  /** ES modules and declarations, for `src/`. */
  readonly files: readonly OutputFile[]
  readonly modules: readonly PrintedModule[]
}

/**
 * Compiles the catalog's validators. Problems of schemas are reported; where one is an error, there
 * are no modules.
 */
export async function validatorModules(
  catalog: ValidatorInput,
  diagnostics = new Diagnostics(),
  memo: Memo = new RunMemo(),
  onCompiled?: OnCompiled,
): Promise<readonly ValidatorModule[]> {
  const tolerance = toleranceOf(catalog)
  const prepared = prepareUnits(catalog.definitions, tolerance.definitions, diagnostics)
  const units = new Map(shareParts(prepared).map((unit) => [unit.name, unit]))
  const compiled = await compileUnits(units, diagnostics, memo, onCompiled)
  if (diagnostics.failed) return []
  const roots = rootsOf(catalog).map(({ path, definition }): Root => {
    return { path, unit: resolveAlias(definition, units) }
  })
  const modes: readonly Mode[] = ['check', 'explain']
  return modes.flatMap((mode) => divide(compiled[mode], roots, mode))
}

/** Emits the modules, their declarations, and each module in both module systems. */
export async function emitValidators(
  catalog: ValidatorInput,
  diagnostics = new Diagnostics(),
  memo: Memo = new RunMemo(),
  onCompiled?: OnCompiled,
): Promise<EmittedValidators> {
  const compiled = await validatorModules(catalog, diagnostics, memo, onCompiled)
  const declared = diagnostics.failed ? [] : declareValidators(catalog)
  proveDeclared(declared, compiled)
  const modules = compiled.map((module) => ({
    path: module.path,
    esm: printEsm(module),
    cjs: printCjs(module),
  }))
  const files = modules.map(({ path, esm }) => ({ path, content: esm }))
  return { files: [...files, ...declared], modules }
}
