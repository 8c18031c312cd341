/** The load stage: a provider folder to documents whose references are resolved. */
import type { Diagnostics } from '../diagnostics.js'
import { reportClosedParts } from './closed-parts.js'
import { collectEvents } from './collect-events.js'
import { reportEndless } from './endless.js'
import { collectExamples } from './examples.js'
import type { InputOptions } from './inputs/types.js'
import { Library } from './library.js'
import { listFiles } from './list-files.js'
import { reportCycles } from './ref-cycles.js'
import { Registry } from './registry.js'
import { resolveReferences } from './resolve-refs.js'
import { selectFiles } from './select-files.js'
import type { LoadedSchemas, ProviderFolder } from './types.js'

/** What a config says of its input. */
export interface LoadOptions extends Partial<InputOptions> {
  /** `events.schemas`. */
  readonly patterns?: readonly string[] | undefined
  /** Files beside the events that describe none. */
  readonly resources?: readonly string[] | undefined
}

/**
 * Reads, checks and resolves the event schemas of a folder.
 *
 * Never throws for bad input: all that is wrong, in whichever file, is reported in one run.
 * `events` holds those that could be read.
 */
export async function loadSchemas(
  folder: ProviderFolder,
  options: LoadOptions,
  diagnostics: Diagnostics,
): Promise<LoadedSchemas> {
  const {
    patterns,
    resources = [],
    format = 'json',
    field,
    key,
    callbacks = false,
    proposeAuth = false,
  } = options
  const files = listFiles(folder, diagnostics)
  const registry = new Registry(new Library(folder, files))
  const selected = selectFiles(folder, { files, patterns }, diagnostics)
  const candidates = selected.filter(({ file }) => !resources.includes(file))
  const input = { format, field, key, callbacks, proposeAuth, isChosen: patterns !== undefined }
  const found = await collectEvents(candidates, registry, input, diagnostics)
  const needed = found.events.flatMap(({ place, mapping }) => [
    place,
    ...(mapping?.places.values() ?? []),
  ])
  for (const file of resources.filter((resource) => files.includes(resource))) {
    if (await registry.library.useSchema(file, diagnostics)) needed.push({ file, pointer: '' })
  }
  const resolved = await resolveReferences(registry, needed, diagnostics)
  reportCycles(resolved, diagnostics)
  if (!diagnostics.failed) {
    reportEndless(resolved, diagnostics)
    reportClosedParts(resolved, diagnostics)
  }
  const examples = diagnostics.failed ? undefined : collectExamples(resolved.nodes, found.events)
  const { documents, references, discriminators } = resolved
  return { documents, references, discriminators, ...(examples && { examples }), ...found }
}
