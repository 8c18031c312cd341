/** Declares the modules of validators: who imports them is checked while they are compiled. */
import { GeneratorBug } from '../../errors.js'
import { BANNER } from '../../print/banner.js'
import type { OutputFile } from '../types.js'
import type { ValidatorInput } from './emit.js'
import { rootsOf } from './roots.js'
import type { ValidatorModule } from './types.js'

const TYPES: ReadonlyMap<string, string> = new Map([
  ['check', 'Check'],
  ['explain', 'Explain'],
])

/** The declarations of what the validators of a catalog are going to be. */
export function declareValidators(catalog: ValidatorInput): readonly OutputFile[] {
  const paths = rootsOf(catalog).map(({ path }) => path)
  return [
    ...paths.flatMap((path) => declarationOf({ path: `src/${path}.js`, exports: ['check'] })),
    ...paths.flatMap((path) =>
      declarationOf({ path: `src/${path}.explain.js`, exports: ['explain'] }),
    ),
  ]
}

/** Shared modules have no declaration: only other validators import them. */
export function declarationOf({
  path,
  exports,
}: Pick<ValidatorModule, 'path' | 'exports'>): readonly OutputFile[] {
  const type = TYPES.get(exports.join())
  if (type === undefined) return []
  const up = '../'.repeat(path.split('/').length - 2)
  const lines = [
    BANNER,
    `import type { ${type} } from '${up}runtime/validation.js'`,
    `export declare const ${exports.join()}: ${type}`,
    '',
  ]
  return [{ path: path.replace(/\.js$/, '.d.ts'), content: lines.join('\n') }]
}

/** @throws {GeneratorBug} where `declared` is not what the modules `made` are */
export function proveDeclared(
  declared: readonly OutputFile[],
  made: readonly Pick<ValidatorModule, 'path' | 'exports'>[],
): void {
  const texts = new Map(declared.map(({ path, content }) => [path, content]))
  for (const { path, content } of made.flatMap(declarationOf)) {
    if (texts.get(path) !== content) throw new GeneratorBug(`${path} was not declared as it is`)
    texts.delete(path)
  }
  for (const path of texts.keys()) throw new GeneratorBug(`${path} declares a missing module`)
}
