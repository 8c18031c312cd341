/** Emits `src/provider.ts`: all that the receiver has to know apart from its events. */
import { Code } from '../auth/code.js'
import { printLambda, printText } from '../auth/print-expr.js'
import { printHandshake, printRegistration } from '../auth/print-handshake.js'
import type { Expr } from '../auth/types.js'
import { readsBody } from '../auth/uses.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import { printEventReaders } from './provider-events.js'
import { printSender } from './provider-sender.js'
import type { OutputFile } from './types.js'

export function emitProvider(catalog: Catalog): readonly OutputFile[] {
  return [{ path: 'src/provider.ts', content: printProvider(catalog) }]
}

function printProvider(catalog: Catalog): string {
  const code = new Code()
  const { source } = catalog
  const members = [
    `name: ${json(catalog.provider)}`,
    `methods: ${json(catalog.methods)}`,
    `contentTypes: ${json(catalog.contentTypes)}`,
    'schemes',
    `handshakes: [${catalog.handshakes.map((plan) => printHandshake(plan, code)).join(',\n')}]`,
    `eventName: ${printReader(source.type, code)}`,
    `eventId: ${printReader(source.id, code)}`,
    ...printOptional(catalog, code),
    ...printEventReaders(catalog, code),
    `validation: ${json(catalog.validation)}`,
    ...printSender(catalog, code),
  ]
  const type = code.useType('ProviderBase', 'provider.js')
  return `${BANNER}
/** The provider, apart from its events. */
import { schemes } from './auth.js'
${catalog.hydrate === undefined ? '' : "import { hydrate } from './resources.js'\n"}${code.imports()}

export const provider: ${type} = {
${members.join(',\n')}
}
`
}

/** What only some providers have. */
function printOptional(catalog: Catalog, code: Code): readonly string[] {
  const { source, subscriptions } = catalog
  const members: string[] = []
  if (source.account !== undefined) {
    members.push(`eventAccount: ${printReader(source.account, code)}`)
  }
  if (source.from !== undefined && !readsBody(source.from)) {
    members.push(`carrier: ${printReader(source.from, code)}`)
  } else if (source.format === 'query') {
    // Nothing reads the body, and the query holds the proof as well.
    members.push("carrier: () => ''")
  }
  if (subscriptions !== undefined) {
    members.push(`subscription: ${printRegistration(subscriptions.delivered, code)}`)
  }
  if (catalog.hydrate !== undefined) members.push('hydration: hydrate')
  return members
}

function printReader(expr: Expr | undefined, code: Code): string {
  return expr === undefined ? '() => undefined' : printLambda(['d'], printText(expr, code))
}
