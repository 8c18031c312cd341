/** Emits the small modules behind the subpaths of the package. */
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import { render } from '../print/templates.js'
import { coreReceiverParts, receivedParts } from './receiver-type.js'
import { confirmingTypes } from './registrations.js'
import type { OutputFile } from './types.js'

export function emitEntries(catalog: Catalog): readonly OutputFile[] {
  return [
    { path: 'src/node.ts', content: NODE },
    { path: 'src/otel.ts', content: printOtel(catalog) },
    { path: 'src/queues/bullmq.ts', content: printQueue('BullMQ', 'bullmq') },
    { path: 'src/queues/pg-boss.ts', content: printQueue('pg-boss', 'pg-boss') },
    { path: 'src/queues/verdict.ts', content: VERDICT },
    {
      path: 'src/core.ts',
      content: render('glue/core.ts.hbs', {
        banner: BANNER,
        title: catalog.title,
        sharedKey: catalog.sender.sharedKey,
        ...receivedParts(catalog),
        hydrates: catalog.hydrate !== undefined,
        ...confirmingTypes(catalog),
        ...coreReceiverParts(catalog),
      }),
    },
  ]
}

const NODE = `${BANNER}
/** The adapter for node:http, Express and Connect. */
export * from './runtime/adapters/node.js'
`

const VERDICT = `${BANNER}
/** What a queue of your own has to know of errors. */
export { afterSeconds, type FailureNote, isFinal, noteOf } from '../runtime/queues/verdict.js'
`

function printQueue(title: string, module: string): string {
  return `${BANNER}
/** The queue on ${title}. */
export * from '../runtime/queues/${module}.js'
`
}

/** The names are the catalog's, so that no name that a sender makes up becomes an attribute. */
function printOtel({ package: { name, version } }: Catalog): string {
  return `${BANNER}
/** Tells OpenTelemetry of deliveries. */
import { eventNames } from './events.js'
import type { Hooks } from './runtime/hooks.js'
import type { OtelApi } from './runtime/otel/api.js'
import { createOtelHooks } from './runtime/otel/otel-hooks.js'

export type { Hooks, OtelApi }

/**
 * The \`hooks\` of a receiver that make spans and metrics: pass \`trace\`, \`context\` and \`metrics\`
 * of \`@opentelemetry/api\`, or only those of one kind.
 */
export function otelHooks(api: OtelApi): Hooks {
  const events = new Set<string>(eventNames)
  return createOtelHooks({ name: ${json(name)}, version: ${json(version)}, events }, api)
}
`
}
