/** Emits what handshakes that take their time need: confirmations, and how a receiver is typed with them. */
import { Code } from '../auth/code.js'
import type { HandshakePlan, OutboundPlan } from '../auth/handshake-types.js'
import { outboundExpressions } from '../auth/outbound.js'
import { printApiAuth, printOutbound } from '../auth/print-outbound.js'
import { placeholders } from '../auth/uses.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json, propertyKey } from '../print/literals.js'
import type { OutputFile } from './types.js'

export function emitRegistrations(catalog: Catalog): readonly OutputFile[] {
  const later = confirmedLater(catalog)
  if (later.length === 0) return []
  return [{ path: 'src/confirmations.ts', content: printConfirmations(later) }]
}

/** Whether a handshake takes a secret, or waits for a registration. */
export function waitsForRegistrations({ handshakes, subscriptions }: Catalog): boolean {
  return subscriptions !== undefined || handshakes.some(({ capture }) => capture !== undefined)
}

/** The handshakes with a mode that ends with a request of the consumer's. */
function confirmedLater({ handshakes }: Catalog): readonly HandshakePlan[] {
  return handshakes.filter(({ answers }) => answers.some(({ confirm }) => confirm !== undefined))
}

/** Handshakes that leave a choice, and the modes that they offer. */
export function modesOf({ handshakes }: Catalog) {
  return handshakes.flatMap(({ name, answers }) => {
    const modes = answers.flatMap(({ mode }) => (mode === undefined ? [] : [json(mode)]))
    return modes.length === 0 ? [] : [{ name, choices: modes.join(' | ') }]
  })
}

/** How a receiver is typed whose handshakes may be confirmed later; empty text where none may. */
export function confirmingTypes(catalog: Catalog) {
  const plans = confirmedLater(catalog)
  const types = plans
    .flatMap(({ answers }) => answers)
    .flatMap(({ confirm }) => (confirm === undefined ? [] : [confirm.auth]))
    .map((auth) => (auth === undefined ? undefined : printApiAuth(auth, new Code()).credentials))
  const named = [...new Set(types.filter((type) => type !== undefined))].sort()
  return {
    confirmed: plans.map(({ name }) => json(name)).join(' | '),
    confirmTypes: [...named, ...(types.includes(undefined) ? ['undefined'] : [])].join(' | '),
    credentials: named.join(', '),
  }
}

function printConfirmations(plans: readonly HandshakePlan[]): string {
  const code = new Code()
  const type = code.useType('Confirmations', 'handshake/later.js')
  const members = plans.map(({ name, answers }) => {
    const later = answers.flatMap(({ mode, confirm }) =>
      confirm === undefined ? [] : [`${propertyKey(mode ?? '')}: ${printLater(confirm, code)}`],
    )
    const first = json(answers[0]?.mode ?? '')
    return `${propertyKey(name)}: { mode: ${first}, later: { ${later.join(', ')} } }`
  })
  return `${BANNER}
/** The requests that confirm a handshake later. */
${code.imports()}

export const confirmations: ${type} = {
${members.join(',\n')}
}
`
}

function printLater(request: OutboundPlan, code: Code): string {
  const names = outboundExpressions(request)
    .flatMap((expr) => placeholders(expr))
    .flatMap(({ source, arg }) => (source === 'captured' && arg !== undefined ? [arg] : []))
  const printed = printOutbound(request, code)
  const parameter = names.length > 0 ? 'c' : ''
  const members = [
    `names: ${json([...new Set(names)].sort())}`,
    `request: (${parameter}) => (${printed})`,
    ...(request.auth === undefined ? [] : [`auth: ${printApiAuth(request.auth, code).value}`]),
  ]
  return `{ ${members.join(', ')} }`
}
