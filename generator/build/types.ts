/** What the build takes and makes. */
import type { OutputFile, PrintedModule } from '../emit/types.js'
import type { Survey } from './survey.js'

/** A built file. */
export interface TextFile extends OutputFile {
  readonly content: string
}

/** A built file's text, and what there is to prove of it. */
export interface BuiltText {
  readonly text: string
  readonly survey: Survey
}

/** What becomes of one module of TypeScript; of a hand-written declaration, only declarations. */
export interface BuiltModule {
  readonly js?: BuiltText
  readonly dts: BuiltText
  readonly cjs?: BuiltText
  readonly dcts: BuiltText
}

export interface BuildInput {
  /** Every file of the SDK; only TypeScript below `src/` is looked at. */
  readonly sources: readonly OutputFile[]
  /** Modules that are built already. */
  readonly printed: readonly PrintedModule[]
}
