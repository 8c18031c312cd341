/** What emitters return. They never write: `write/` does. */
import type { Catalog } from '../catalog/types.js'
import type { Memo } from '../memo/memo.js'

/** One file of an SDK; `path` is relative to the SDK's folder, with `/`. */
export interface OutputFile {
  readonly path: string
  readonly content: string | Uint8Array
}

/** Same catalog, same bytes, whatever the memo remembers. */
export type Emitter = (
  catalog: Catalog,
  memo: Memo,
) => readonly OutputFile[] | Promise<readonly OutputFile[]>
