/** Emits `src/subscriptions.ts`: how a consumer subscribes, where the config says how. */
import { Code } from '../auth/code.js'
import type { OutboundPlan, SubscribePlan, SubscriptionsPlan } from '../auth/handshake-types.js'
import { printLambda, printText } from '../auth/print-expr.js'
import { printApiAuth, printOutbound } from '../auth/print-outbound.js'
import { parametersOf } from '../auth/subscriptions.js'
import type { Expr } from '../auth/types.js'
import { placeholders } from '../auth/uses.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json, propertyKey } from '../print/literals.js'
import { render } from '../print/templates.js'
import type { OutputFile } from './types.js'

export function emitSubscriptions(catalog: Catalog): readonly OutputFile[] {
  const { subscriptions, title } = catalog
  if (subscriptions === undefined) return []
  const code = new Code()
  const rules = printRules(subscriptions, code)
  const { subscribe, list, unsubscribe, auth } = subscriptions
  const content = render('glue/subscriptions.ts.hbs', {
    banner: BANNER,
    title,
    imports: code.imports(),
    rules,
    credentials: auth === undefined ? 'undefined' : printApiAuth(auth, code).credentials,
    hasCredentials: auth !== undefined,
    offered: ['subscribe', ...(list ? ['list'] : []), ...(unsubscribe ? ['unsubscribe'] : [])]
      .map((name) => json(name))
      .join(' | '),
    subscribe: parametersType(parametersOf(subscribe.request, subscribe.registration)),
    list: parametersType(list === undefined ? [] : parametersOf(list.request)),
    unsubscribe: parametersType(unsubscribe === undefined ? [] : parametersOf(unsubscribe)),
    key: unsubscribe === undefined ? '[]' : registrationType(subscribe.registration, unsubscribe),
    usesEvent: [subscribe.request, list?.request, unsubscribe].some(
      (request) => request !== undefined && parametersOf(request).includes('event'),
    ),
  })
  return [{ path: 'src/subscriptions.ts', content }]
}

/** The event is one of the SDK's; every other parameter is text. */
function parametersType(names: readonly string[]): string {
  const members = names.map(
    (name) => `readonly ${propertyKey(name)}: ${name === 'event' ? 'EventName' : 'string'}`,
  )
  return members.length === 0 ? 'Record<never, never>' : `{ ${members.join('; ')} }`
}

/** What names the registration that ends, where the other parameters do not. */
function registrationType(registration: Expr, unsubscribe: OutboundPlan): string {
  const known = parametersOf(unsubscribe)
  const needed = placeholders(registration).map(({ arg }) => arg ?? '')
  return needed.every((name) => known.includes(name)) ? '[]' : '[registration: string]'
}

function printRules({ auth, subscribe, list, unsubscribe }: SubscriptionsPlan, code: Code): string {
  const registration = printText(subscribe.registration, code)
  const members = [
    ...(auth === undefined ? [] : [`auth: ${printApiAuth(auth, code).value}`]),
    `subscribe: { request: ${printRequest(subscribe.request, code)}, id: ${json(subscribe.id)}, registration: ${lambda(registration)}${printCapture(subscribe, code)} }`,
  ]
  if (list !== undefined) {
    const { request, items, id } = list
    const pointers = `items: ${json(items)}, id: ${json(id)}`
    members.push(`list: { request: ${printRequest(request, code)}, ${pointers} }`)
  }
  if (unsubscribe !== undefined) {
    members.push(`unsubscribe: { request: ${printRequest(unsubscribe, code)} }`)
  }
  return `{\n${members.join(',\n')}\n}`
}

function printCapture({ capture }: SubscribePlan, code: Code): string {
  if (capture.length === 0) return ''
  const rules = capture.map(
    ([name, value]) => `${propertyKey(name)}: ${printLambda(['d'], printText(value, code))}`,
  )
  return `, capture: ${code.use('captureAnswer', 'subscriptions/capture-answer.js')}({ ${rules.join(', ')} })`
}

function printRequest(request: OutboundPlan, code: Code): string {
  return lambda(`(${printOutbound(request, code)})`)
}

function lambda(body: string): string {
  return `(${body.includes('c.param(') ? 'c' : ''}) => ${body}`
}
