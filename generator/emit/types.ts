/** What emitters return. They never write: `write/` does. */
import type { Catalog } from '../catalog/types.js'

/** One file of an SDK; `path` is relative to the SDK's folder, with `/`. */
export interface OutputFile {
  readonly path: string
  readonly content: string | Uint8Array
}

/** Same catalog, same bytes. */
export type Emitter = (catalog: Catalog) => readonly OutputFile[] | Promise<readonly OutputFile[]>
