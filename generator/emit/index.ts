/** The emitters, in one list: none sees another, so their order does not matter. */
import type { Catalog } from '../catalog/types.js'
import type { Diagnostics } from '../diagnostics.js'
import type { Memo } from '../memo/memo.js'
import { emitAuth } from './auth.js'
import { emitEntries } from './entries.js'
import { emitEventMap } from './event-map.js'
import { emitIndex } from './index-module.js'
import { emitPackage } from './package.js'
import { emitPayloadTypes } from './payload-types.js'
import { emitProvider } from './provider.js'
import { emitRedaction } from './redaction.js'
import { emitRegistrations } from './registrations.js'
import { emitResources } from './resources.js'
import { emitRuntime } from './runtime.js'
import { emitStores } from './stores.js'
import { emitSubscriptions } from './subscriptions.js'
import { emitTesting } from './testing.js'
import { emitTokens } from './tokens.js'
import type { Emitter, OutputFile, PrintedModule } from './types.js'
import { emitValidatorTable } from './validator-table.js'
import type { OnCompiled } from './validators/compile-units.js'
import { declareValidators } from './validators/declarations.js'
import { emitValidators } from './validators/emit.js'

const EMITTERS: readonly Emitter[] = [
  emitPackage,
  emitIndex,
  emitEntries,
  emitTesting,
  emitEventMap,
  emitAuth,
  emitProvider,
  emitResources,
  emitPayloadTypes,
  emitRedaction,
  emitRegistrations,
  emitStores,
  emitSubscriptions,
]

/** Sources, and what is printed of them as they are built. */
export interface Emitted {
  readonly files: readonly OutputFile[]
  readonly printed: readonly PrintedModule[]
}

/** All that the check and the build need: the sources, what they import, and no code of validators. */
export async function emitSources(catalog: Catalog, memo: Memo): Promise<Emitted> {
  const made: OutputFile[] = []
  for (const emit of EMITTERS) made.push(...(await emit(catalog, memo)))
  const printed = [emitValidatorTable(catalog), ...emitTokens(catalog)]
  const files = [...made, ...printed.map(({ source }) => source), ...declareValidators(catalog)]
  return {
    files: [...files, ...emitRuntime(files)],
    printed: printed.map(({ module }) => module),
  }
}

interface FixedTools {
  readonly diagnostics: Diagnostics
  readonly memo: Memo
  readonly onCompiled: OnCompiled
}

/** The validators, and what only they import. */
export async function emitFixed(
  catalog: Catalog,
  { files: sources }: Emitted,
  { diagnostics, memo, onCompiled }: FixedTools,
): Promise<Emitted> {
  const { files, modules } = await emitValidators(catalog, diagnostics, memo, onCompiled)
  const known = new Set(sources.map(({ path }) => path))
  const added = [...files, ...emitRuntime(files)].filter(({ path }) => !known.has(path))
  return { files: added, printed: modules }
}
