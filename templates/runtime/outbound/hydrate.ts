/** Fetches what an event is about, where the event itself is only the notice of it. */

import { checkOptions } from '../check-options.js'
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { PayloadInvalid, RequestFailed } from '../errors.js'
import { callForeign } from '../foreign-call.js'
import type { HydratingReceiver } from '../hydrating-receiver.js'
import type { HydrateOptions, Hydration } from '../hydration.js'
import type { Fetch } from '../options.js'
import { parsePayload } from '../payload.js'
import type { Receiver } from '../receiver-api.js'
import type { EventModule } from '../validation.js'
import { basicAuth, bearerAuth } from './api-auth.js'
import { type OutboundRequest, send } from './send.js'

export interface ResourceRules {
  /** Where the resource of a delivery lies. */
  readonly request: (delivery: Delivery) => OutboundRequest
  /** The schemas, by the wire names of the events. */
  readonly resources: ReadonlyMap<string, EventModule>
}

type Headers = Readonly<Record<string, string>>

/** Every way to say who asks. */
type Ways = { readonly headers?: unknown; readonly basic?: unknown; readonly bearer?: unknown }

export function hydration({ request, resources }: ResourceRules): Hydration {
  return ({ hydrate, fetch, judge }) => {
    const authenticate = authenticator(hydrate, fetch)
    const own = () => callForeign(authenticate, failed)
    const load = async (name: string | undefined, delivery: Delivery) => {
      const module = resources.get(name ?? '')
      if (module === undefined) throw new TypeError(`the event "${name}" has no resource to fetch`)
      const asked = request(delivery)
      const headers = { accept: 'application/json', ...asked.headers, ...(await own()) }
      const answer = await send({ ...asked, headers }, fetch)
      const resource = parsePayload(answer.body)
      const { refused } = await judge.judge(name ?? '', resource, module)
      if (refused === undefined) return resource
      const { issues, count } = refused
      throw new PayloadInvalid(`the resource of "${name}" breaks its schema`, issues, count)
    }
    return ({ name }, delivery) => once(() => load(name, delivery))
  }
}

function failed(cause: unknown): RequestFailed {
  return new RequestFailed('the option hydrate failed or took too long', { cause })
}

/** One call for all who ask at the same time or later; a failure is forgotten. */
function once<T>(call: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= call().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}

/** @throws {TypeError} where the option is none of its forms */
function authenticator(
  hydrate: HydrateOptions | undefined,
  fetch: Fetch,
): () => MaybePromise<Headers> {
  if (hydrate === undefined) return () => ({})
  checkOptions<Ways>('hydrate', hydrate, { headers: 'guard', basic: 'guard', bearer: 'guard' })
  if (Object.keys(hydrate).length > 1) throw new TypeError('hydrate takes one way, and not several')
  if ('headers' in hydrate && typeof hydrate.headers === 'function') return hydrate.headers
  if ('basic' in hydrate) {
    const { basic } = hydrate
    checkOptions('hydrate.basic', basic, { username: 'guard', password: 'guard' })
    return () => basicAuth(basic, fetch)
  }
  if ('bearer' in hydrate) return () => bearerAuth({ token: hydrate.bearer }, fetch)
  throw new TypeError('hydrate takes { headers }, a function, or { basic } or { bearer }')
}

/** Tells the types of the resources to the handlers. */
export function hydrating<M, G, R>(receiver: Receiver<M, G>): HydratingReceiver<M, G, R> {
  // Sound: the receiver was made of a provider with a hydration, so every context of an event has
  // `fetchResource`, and the schemas that it validates by are those that `R` was generated from.
  return receiver as unknown as HydratingReceiver<M, G, R>
}
