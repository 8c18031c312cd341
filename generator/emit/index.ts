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

export interface Emitted {
  /** Validators and the runtime: taken as they are. */
  readonly fixed: readonly OutputFile[]
  readonly validators: readonly PrintedModule[]
}

export interface EmittedSources {
  /** Text that we made and may format. */
  readonly files: readonly OutputFile[]
  /** What is printed of them as they are built. */
  readonly printed: readonly PrintedModule[]
}

export async function emitSources(catalog: Catalog, memo: Memo): Promise<EmittedSources> {
  const files: OutputFile[] = []
  for (const emit of EMITTERS) files.push(...(await emit(catalog, memo)))
  const tokens = emitTokens(catalog)
  return {
    files: [...files, ...tokens.map(({ source }) => source)],
    printed: tokens.map(({ module }) => module),
  }
}

/** What stands beside the sources: the validators, and the runtime that all of them reach. */
export async function emitFixed(
  catalog: Catalog,
  made: readonly OutputFile[],
  diagnostics: Diagnostics,
  memo: Memo,
): Promise<Emitted> {
  const { files, modules } = await emitValidators(catalog, diagnostics, memo)
  const runtime = emitRuntime([...made, ...files])
  return { fixed: [...files, ...runtime], validators: modules }
}
