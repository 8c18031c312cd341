/** Holds the config against the schemas: what can never work is said before anything is received. */
import type { Catalog } from '../catalog/types.js'
import type { ProviderConfig } from '../config/types.js'
import type { Diagnostics } from '../diagnostics.js'
import type { LoadedSchemas } from '../load/types.js'
import { noticing } from './events.js'
import { noticeExamples } from './examples.js'
import { noticeHandshakes } from './handshakes.js'
import { noticePayload } from './payload.js'
import { noticeReaders } from './readers.js'
import { noticeSpelling } from './spelling.js'
import { noticeType } from './type.js'

/** Only where the input is otherwise sound: of half of the schemas nothing can be said. */
export function noticeConfig(
  catalog: Catalog,
  config: ProviderConfig,
  loaded: LoadedSchemas,
  diagnostics: Diagnostics,
): void {
  if (diagnostics.failed) return
  const all = noticing(catalog, config, diagnostics)
  noticeType(all)
  noticeSpelling(all)
  noticeReaders(all)
  noticePayload(all)
  noticeHandshakes(all)
  noticeExamples(all, loaded)
}
