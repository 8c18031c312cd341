/** Subscribes at the provider, and prepares the receiver for the handshake that follows. */
import { checkOptions, type OptionRules } from '../check-options.js'
import { RequestFailed } from '../errors.js'
import { valueAt } from '../expr/json.js'
import type { Fetch } from '../options.js'
import type { ApiAuth, ApiCredentials } from '../outbound/api-auth.js'
import { type OutboundAnswer, type OutboundRequest, send } from '../outbound/send.js'
import { parsePayload } from '../payload.js'
import type { RegistrationStore } from '../store.js'
import type { CaptureAnswer } from './capture-answer.js'

/** What a request may read: what the consumer gave. */
export interface ParameterValues {
  readonly param: (name: string) => string | undefined
}

type MakeRequest = (values: ParameterValues) => OutboundRequest

export interface SubscriptionRules {
  readonly auth?: ApiAuth
  readonly subscribe: {
    readonly request: MakeRequest
    /** JSON pointer of the id in the answer. */
    readonly id: string
    readonly registration: (values: ParameterValues) => string | undefined
    /** Left out where the answer hands nothing over. */
    readonly capture?: CaptureAnswer
  }
  readonly list?: { readonly request: MakeRequest; readonly items: string; readonly id: string }
  readonly unsubscribe?: { readonly request: MakeRequest }
}

/** What `unsubscribe` needs besides: the registration, where its parameters do not name it. */
export type Registration = readonly [] | readonly [registration: string]

export interface SubscriptionOptions<C extends ApiCredentials | undefined> {
  readonly credentials: C
  /** The `secretStore` of the receiver, so that it waits for the handshake. */
  readonly store?: RegistrationStore | undefined
  /** The platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
}

export interface Subscription {
  readonly id: string
  /** What the provider says of it; nobody checked it. */
  readonly details: unknown
}

export type Parameters = Readonly<Record<string, string | undefined>>

/** The whole of it; an SDK offers what its provider has. */
export interface Subscriptions<
  S extends Parameters,
  L extends Parameters,
  U extends Parameters,
  K extends Registration,
> {
  /**
   * Asks the provider for deliveries. From before the request on, the receiver waits for its
   * handshake.
   *
   * @throws {RequestFailed} `ERR_REQUEST`
   */
  readonly subscribe: (parameters: S) => Promise<Subscription>
  /** @throws {RequestFailed} `ERR_REQUEST` */
  readonly list: (parameters: L) => Promise<readonly Subscription[]>
  /**
   * Ends a subscription. What still comes for its registration is answered with 410 from then on.
   *
   * @throws {RequestFailed} `ERR_REQUEST`
   */
  readonly unsubscribe: (parameters: U, ...registration: K) => Promise<void>
}

const RULES: OptionRules<SubscriptionOptions<ApiCredentials | undefined>> = {
  credentials: 'other',
  store: 'guard',
  fetch: 'other',
}

export function subscriptionsFrom<
  S extends Parameters,
  L extends Parameters,
  U extends Parameters,
  K extends Registration,
>(
  rules: SubscriptionRules,
  options: SubscriptionOptions<ApiCredentials | undefined>,
): Subscriptions<S, L, U, K> {
  checkOptions('createSubscriptions options', options, RULES)
  const { store, fetch = globalThis.fetch } = options
  const call = async (make: MakeRequest, values: ParameterValues): Promise<OutboundAnswer> => {
    const request = make(values)
    const own = await rules.auth?.(options.credentials, fetch)
    return send({ ...request, headers: { ...request.headers, ...own } }, fetch)
  }
  const keyOf = (values: ParameterValues): string => {
    const key = rules.subscribe.registration(values)
    if (key === undefined) throw new TypeError('the parameters name no registration')
    return key
  }
  return {
    subscribe: async (parameters) => {
      const values = valuesOf(parameters)
      const key = keyOf(values)
      await store?.arm(key)
      try {
        const answer = await call(rules.subscribe.request, values)
        await rules.subscribe.capture?.(answer, store, key)
        return subscriptionOf(parse(answer), rules.subscribe.id)
      } catch (error) {
        await store?.disarm(key)
        throw error
      }
    },
    list: async (parameters) => {
      const { list } = rules
      if (list === undefined) throw new TypeError('the provider lists no subscriptions')
      const items = valueAt(parse(await call(list.request, valuesOf(parameters))), list.items)
      if (!Array.isArray(items)) throw new RequestFailed('the answer holds no list')
      return items.map((item) => subscriptionOf(item, list.id))
    },
    unsubscribe: async (parameters, ...[registration]) => {
      const { unsubscribe } = rules
      if (unsubscribe === undefined) throw new TypeError('the provider ends no subscriptions')
      const values = valuesOf(parameters)
      const key = registration ?? keyOf(values)
      await call(unsubscribe.request, values)
      await store?.end(key)
    },
  }
}

function valuesOf(parameters: Parameters): ParameterValues {
  return { param: (name) => (Object.hasOwn(parameters, name) ? parameters[name] : undefined) }
}

function parse({ body }: OutboundAnswer): unknown {
  try {
    return parsePayload(body)
  } catch (cause) {
    throw new RequestFailed('the answer is not valid JSON', { cause })
  }
}

function subscriptionOf(details: unknown, pointer: string): Subscription {
  const id = valueAt(details, pointer)
  if (typeof id === 'string' || typeof id === 'number') return { id: String(id), details }
  throw new RequestFailed('the answer names no id of the subscription')
}
