/** What emitters return. They never write: `write/` does. */
import type { Catalog } from '../catalog/types.js'
import type { Memo } from '../memo/memo.js'

/** One file of an SDK; `path` is relative to the SDK's folder, with `/`. */
export interface OutputFile {
  readonly path: string
  readonly content: string | Uint8Array
}

/** A module that is printed as it is built, so that TypeScript need not build it. */
export interface PrintedModule {
  /** `src/validators/push.js`. */
  readonly path: string
  readonly esm: string
  readonly cjs: string
  /** Absent where TypeScript makes them of a declaration among the sources, or there are none. */
  readonly dts?: string
  readonly dcts?: string
}

/** A source that is printed in each of its forms. */
export interface PrintedSource {
  readonly source: OutputFile
  readonly module: Required<PrintedModule>
}

/** Same catalog, same bytes, whatever the memo remembers. */
export type Emitter = (
  catalog: Catalog,
  memo: Memo,
) => readonly OutputFile[] | Promise<readonly OutputFile[]>
