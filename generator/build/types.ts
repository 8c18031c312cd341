/** What the build takes: the sources of one SDK, as the emitters printed them. */
import type { OutputFile } from '../emit/types.js'

/** A validator module, printed once per module system: TypeScript never sees its code. */
export interface ValidatorModule {
  /** `src/validators/push.js`; its types are the `.d.ts` neighbour among the sources. */
  readonly path: string
  readonly esm: string
  readonly cjs: string
}

/** A built file. */
export interface TextFile extends OutputFile {
  readonly content: string
}

export interface BuildInput {
  /** Every file of the SDK; only TypeScript below `src/` is looked at. */
  readonly sources: readonly OutputFile[]
  readonly validators: readonly ValidatorModule[]
}
