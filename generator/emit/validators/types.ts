/** What the stages of the validator emitter hand to each other. */
import type { Origin } from '../../catalog/types.js'
import type { Draft, JsonSchema } from '../../schema/types.js'

/** A schema that becomes one function: a definition, or a part that several of them share. */
export interface Unit {
  /** Unique: the identifier of the definition, or a name made from the content of the part. */
  readonly name: string
  /** File name of a module that is named after it. */
  readonly stem: string
  readonly draft: Draft
  /** Only keywords that assert something; what `$ref` was is `$call` with the name of a unit. */
  readonly schema: JsonSchema
  /** Where the definition comes from; parts come from several places. */
  readonly origin: Origin | undefined
}

/** Which of its two functions a unit is compiled to: the fast yes-or-no, or the slow why. */
export type Mode = 'check' | 'explain'

/** What a function needs from its module, under a placeholder `constant<index>` in its code. */
export type Constant =
  | ({ readonly kind: 'import' } & RuntimeImport)
  | {
      readonly kind: 'local'
      readonly prefix: string
      readonly code: string
      /** What the code needs in its turn. */
      readonly imports?: readonly RuntimeImport[]
    }

/** A function in a file of `templates/runtime/checks`. */
export interface RuntimeImport {
  readonly file: string
  readonly name: string
}

export interface CompiledFunction extends FunctionBody {
  readonly unit: Unit
}

/** A function apart from the unit that it was made of. */
export interface FunctionBody {
  /**
   * The function, masked. It goes by the name `self`, calls others by `unit<index>` (an index into
   * `calls`) and constants by `constant<index>`.
   */
  readonly text: string
  readonly strings: readonly string[]
  readonly calls: readonly string[]
  readonly constants: readonly Constant[]
}

export interface ModuleImport {
  /** Relative specifier of an ES module, ending in `.js`. */
  readonly from: string
  readonly names: readonly string[]
}

/** A JavaScript module that both module systems can print without reading its code. */
export interface ValidatorModule {
  /** Relative to the SDK's folder: `src/validators/push.js`. */
  readonly path: string
  readonly imports: readonly ModuleImport[]
  /** Statements without imports and exports. */
  readonly body: string
  readonly exports: readonly string[]
}
