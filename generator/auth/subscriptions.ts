/** Plans `subscriptions`: how a consumer asks the provider for deliveries, and ends them. */
import { isObject, type JsonObject } from '../schema/types.js'
import type { OutboundPlan, SubscribePlan, SubscriptionsPlan } from './handshake-types.js'
import { outboundExpressions, parseApiAuth, parseOutbound } from './outbound.js'
import { member, object, string } from './read.js'
import { type Read, reader } from './reply.js'
import type { Spot } from './spot.js'
import type { AuthPlan, Expr, Source } from './types.js'
import { constantText, placeholders } from './uses.js'

const ONLY: Expr = [{ kind: 'text', value: 'default' }]

export function planSubscriptions(
  config: JsonObject,
  auth: AuthPlan,
  spot: Spot,
): SubscriptionsPlan | undefined {
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
  const own = (key: string, read: Read) => {
    const text = string(member(node, key))
    return text === undefined ? undefined : read(text, place.at(key))
  }
  const registration = own('registration', reader('api')) ?? ONLY
  const told = own('delivered', reader('match')) ?? capturedFor(auth)
  // Where there is one registration, every delivery came for it.
  const delivered = told ?? (constantText(registration) === undefined ? ONLY : registration)
  reportRegistrations(registration, delivered, place)
  return {
    auth: parseApiAuth(object(member(node, 'auth')), place.at('auth')),
    subscribe: {
      request: operation('subscribe', 'POST'),
      id: string(member(object(member(node, 'subscribe')), 'id')) ?? '/id',
      registration,
      capture: parseCapture(config, place.at('subscribe', 'capture')),
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
    delivered,
  }
}

/** What of an answer there is to read: it is no delivery, and has no URL. */
const ANSWERED: readonly Source[] = ['header', 'json']

/** The secrets that the answer to the subscription hands over. */
function parseCapture(config: JsonObject, spot: Spot): SubscribePlan['capture'] {
  const read = reader('match')
  return Object.entries(capturedOnSubscribing(config)).map(([name, text]) => {
    const place = spot.at(name)
    const value = read(string(text) ?? '', place)
    if (!placeholders(value).every(({ source }) => ANSWERED.includes(source))) {
      const hint =
        'read a header of the answer, such as "{header:X-Hook-Secret}", or "{json:/secret}"'
      place.error('ERR_SUBSCRIPTION_CAPTURE', 'an answer has headers and a body, and no more', hint)
    }
    const declared = object(member(object(member(config, 'secrets')), name))
    if (member(declared, 'capturedBy') === undefined) {
      const message = `the secret "${name}" is captured here and not declared so`
      const hint = `declare it: "secrets": { "${name}": { "capturedBy": "subscribe" } }`
      place.error('ERR_SUBSCRIPTION_CAPTURE', message, hint)
    }
    return [name, value]
  })
}

/** What the config says of secrets in the answer to a subscription, by their names. */
export function capturedOnSubscribing(config: JsonObject): JsonObject {
  const { subscribe } = object(member(config, 'subscriptions'))
  return object(member(object(subscribe), 'capture'))
}

/** How deliveries name the registration of a captured secret. */
function capturedFor({ schemes }: AuthPlan): Expr | undefined {
  const secrets = schemes.flatMap((scheme) => scheme.secrets)
  return secrets.find(({ registration }) => registration !== undefined)?.registration
}

/** Deliveries and subscriptions have to mean the same registration, or none is ever found ended. */
function reportRegistrations(registration: Expr, delivered: Expr, spot: Spot): void {
  // One that could not be read has been reported.
  if (registration.length === 0 || delivered.length === 0) return
  const [one, told] = [constantText(registration), constantText(delivered)]
  if (one !== undefined && told !== undefined) {
    if (one === told) return
    const message = 'deliveries come for another registration than the one that is subscribed'
    spot.error('ERR_SUBSCRIPTION_REGISTRATION', message, 'leave "registration" out')
  } else if (one !== undefined) {
    const message = 'deliveries tell registrations apart, and nothing says which a new one is'
    const hint = 'add "registration", such as "{param:registration}"'
    spot.error('ERR_SUBSCRIPTION_REGISTRATION', message, hint)
  } else if (told !== undefined) {
    const message = 'there are several registrations, and nothing says for which a delivery came'
    const hint = 'add "delivered", such as "{query:registration}", and put it into the URL'
    spot.error('ERR_SUBSCRIPTION_REGISTRATION', message, hint)
  }
}

/** The parameters that the consumer has to give for a request, by name. */
export function parametersOf(request: OutboundPlan, ...more: readonly Expr[]): readonly string[] {
  const all = [...outboundExpressions(request), ...more].flatMap((expr) => placeholders(expr))
  const names = all.flatMap(({ source, arg }) => (source === 'param' ? [arg ?? ''] : []))
  return [...new Set(names)].sort()
}
