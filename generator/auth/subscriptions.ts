/** Plans `subscriptions`: how a consumer asks the provider for deliveries, and ends them. */
import { isObject, type JsonObject } from '../schema/types.js'
import type { OutboundPlan, SubscriptionsPlan } from './handshake-types.js'
import { outboundExpressions, parseApiAuth, parseOutbound } from './outbound.js'
import { member, object, string } from './read.js'
import { reader } from './reply.js'
import type { Spot } from './spot.js'
import type { Expr } from './types.js'
import { placeholders } from './uses.js'

const ONLY: Expr = [{ kind: 'text', value: 'default' }]

export function planSubscriptions(config: JsonObject, spot: Spot): SubscriptionsPlan | undefined {
  const node = member(config, 'subscriptions')
  if (!isObject(node)) return undefined
  const place = spot.at('subscriptions')
  const operation = (key: string, method: string): OutboundPlan => {
    const own = object(member(node, key))
    const whole = { method, url: member(node, 'url') ?? '', ...own }
    // What the operation leaves out stands one level up.
    const at = member(own, 'url') === undefined ? place : place.at(key)
    return parseOutbound(whole, at, reader('api'))
  }
  const list = object(member(node, 'list'))
  const registration = string(member(node, 'registration'))
  return {
    auth: parseApiAuth(object(member(node, 'auth')), place.at('auth')),
    subscribe: {
      request: operation('subscribe', 'POST'),
      id: string(member(object(member(node, 'subscribe')), 'id')) ?? '/id',
      registration:
        registration === undefined ? ONLY : reader('api')(registration, place.at('registration')),
    },
    list: isObject(member(node, 'list'))
      ? {
          request: operation('list', 'GET'),
          items: string(member(list, 'items')) ?? '',
          id: string(member(list, 'id')) ?? '/id',
        }
      : undefined,
    unsubscribe: isObject(member(node, 'unsubscribe'))
      ? operation('unsubscribe', 'DELETE')
      : undefined,
  }
}

/** The parameters that the consumer has to give for a request, by name. */
export function parametersOf(request: OutboundPlan, ...more: readonly Expr[]): readonly string[] {
  const all = [...outboundExpressions(request), ...more].flatMap((expr) => placeholders(expr))
  const names = all.flatMap(({ source, arg }) => (source === 'param' ? [arg ?? ''] : []))
  return [...new Set(names)].sort()
}
