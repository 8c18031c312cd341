/** Collects the events of the selected files: each file's own, or those that it describes. */
import type { Diagnostics } from '../diagnostics.js'
import { asyncApiEvents } from './inputs/asyncapi.js'
import { describe } from './inputs/describe.js'
import { placesLeftOut, withoutLeftOut } from './inputs/left-out.js'
import { withMappings } from './inputs/mapping.js'
import { openApiEvents } from './inputs/openapi.js'
import { pointedEvents, reportNowhere } from './inputs/pointed.js'
import { endsInPattern, placesAt } from './inputs/pointer-pattern.js'
import { DescriptionReader, type Found } from './inputs/reader.js'
import type { InputOptions } from './inputs/types.js'
import { ReferenceTargets } from './reference-target.js'
import type { Registry } from './registry.js'
import { Reporter } from './reporter.js'
import type { Selected } from './select-files.js'
import {
  type Document,
  type LoadedEvent,
  type LoadedSchemas,
  placeKey,
  type SchemaPlace,
} from './types.js'

interface Collecting extends InputOptions {
  /** Whether the config chose the files; otherwise a description among them stands for all. */
  readonly isChosen: boolean
}

export async function collectEvents(
  selected: readonly Selected[],
  registry: Registry,
  options: Collecting,
  diagnostics: Diagnostics,
): Promise<Pick<LoadedSchemas, 'events' | 'leftOut'>> {
  const chosen = options.isChosen ? selected : await describing(selected, registry)
  const targets = new ReferenceTargets(registry, diagnostics)
  const reader = new DescriptionReader(registry, targets, diagnostics)
  for (const { file } of chosen) await registry.addEvent(file)
  const events: LoadedEvent[] = []
  const leftOut: SchemaPlace[] = []
  const roots: { readonly root: Found; readonly pointers: readonly string[] }[] = []
  for (const { file, pointers, excluded } of chosen) {
    const document = await registry.library.use(file, diagnostics)
    if (document === undefined) continue
    const found = { document, pointer: '', value: object(document) }
    roots.push({ root: found, pointers })
    leftOut.push(...placesLeftOut(found, excluded, reader))
    if (pointers.length > 0) {
      events.push(...(await pointedEvents(found, pointers, { reader, options })))
    } else if (document.isDescription === true) {
      events.push(...(await describedEvents(found, { reader, options, diagnostics })))
    } else if (await registry.library.useSchema(file, diagnostics)) {
      events.push({ place: { file, pointer: '' } })
    }
  }
  reportIdle(roots, reader)
  const left = withoutLeftOut(events, leftOut)
  if (left.length === 0 && chosen.length > 0 && !diagnostics.failed) {
    const { shown } = registry.library.folder
    const message = `no event of ${shown} can be received`
    const hint =
      events.length > 0
        ? 'the exclusions of "events.schemas" leave all of them out'
        : 'the warnings say what is wrong with each'
    diagnostics.error('ERR_NO_EVENTS', message, { file: shown }, hint)
  }
  return { events: withoutDoubles(left), leftOut }
}

/** Reports the patterns in pointers that take nothing in any of their files. */
function reportIdle(
  roots: readonly { readonly root: Found; readonly pointers: readonly string[] }[],
  reader: DescriptionReader,
): void {
  const idle = new Map<string, Found>()
  for (const { root, pointers } of roots) {
    for (const pointer of pointers) if (!idle.has(pointer)) idle.set(pointer, root)
  }
  for (const { root, pointers } of roots) {
    for (const pointer of pointers) {
      if (placesAt(root.document.value, pointer).length > 0) idle.delete(pointer)
    }
  }
  for (const [pointer, root] of idle) {
    if (endsInPattern(root.document.value, pointer)) reportNowhere(root, pointer, reader)
  }
}

/** The descriptions of whole interfaces, if there are any: the other files are then parts of them. */
async function describing(
  selected: readonly Selected[],
  registry: Registry,
): Promise<readonly Selected[]> {
  const found: Selected[] = []
  for (const one of selected) {
    const document = await registry.library.peek(one.file)
    if (document?.isDescription === true) found.push(one)
  }
  return found.length > 0 ? found : selected
}

async function describedEvents(
  root: Found,
  to: {
    readonly reader: DescriptionReader
    readonly options: InputOptions
    readonly diagnostics: Diagnostics
  },
): Promise<readonly LoadedEvent[]> {
  const description = describe(root.document.value)
  if (description?.kind === 'openapi') {
    return withMappings(await openApiEvents(root, to.reader, to.options), root, to.reader)
  }
  if (description?.kind === 'asyncapi') return asyncApiEvents(root, to.reader, to.options)
  const { title = 'foreign', remedy } = description ?? {}
  const message = `the file is a description in ${title}, which is not read`
  const spot = { pointer: '', hint: remedy }
  new Reporter(root.document, to.diagnostics).error('ERR_INPUT_UNSUPPORTED', message, spot)
  return []
}

/** Several documents may share a message; it is one event. */
function withoutDoubles(events: readonly LoadedEvent[]): readonly LoadedEvent[] {
  const seen = new Set<string>()
  return events.filter(({ place, key, declared }) => {
    const identity = JSON.stringify([placeKey(place), key, declared])
    return !seen.has(identity) && seen.add(identity)
  })
}

function object({ value }: Document): Found['value'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Found['value'])
    : {}
}
