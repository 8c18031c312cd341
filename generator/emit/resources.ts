/** Emits `src/resources.ts`: how what an event is about is fetched, for providers that say so. */
import { Code } from '../auth/code.js'
import type { HydratePlan } from '../auth/hydrate.js'
import { printLambda } from '../auth/print-expr.js'
import { printOutbound } from '../auth/print-outbound.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import { printEventModule } from './event-module.js'
import type { OutputFile } from './types.js'

export function emitResources(catalog: Catalog): readonly OutputFile[] {
  const { hydrate, resources } = catalog
  if (hydrate === undefined) return []
  const code = new Code()
  const hydration = code.use('hydration', 'outbound/hydrate.js')
  const type = code.useType('Hydration', 'hydration.js')
  const module = code.useType('EventModule', 'validation.js')
  const request = printLambda(['d'], `(${printRequest(hydrate, code)})`)
  const content = `${BANNER}
/** What events are about, and where it is fetched. */
import type * as payloads from './types.js'
${code.imports()}

/** Wire name to what \`ctx.fetchResource()\` gives; events that are not listed have nothing to fetch. */
export type Resources = {
${resources.map(({ event, definition }) => `  ${json(event)}: payloads.${definition}`).join('\n')}
}

export const hydrate: ${type} = ${hydration}({
  request: ${request},
  resources: new Map<string, ${module}>([
${resources.map((resource) => `  [${json(resource.event)}, ${printEventModule(catalog, resource, { from: './' })}],`).join('\n')}
  ]),
})
`
  return [{ path: 'src/resources.ts', content }]
}

function printRequest({ request, seconds, bytes }: HydratePlan, code: Code): string {
  const limits = [
    ...(seconds === undefined ? [] : [`milliseconds: ${seconds * 1000}`]),
    ...(bytes === undefined ? [] : [`bytes: ${bytes}`]),
  ]
  const printed = printOutbound(request, code)
  if (limits.length === 0) return printed
  return `${printed.slice(0, -' }'.length)}, limits: { ${limits.join(', ')} } }`
}
