/** Makes a receiver of what a provider is and what the consumer wants. */
import { AccountGuard } from './account.js'
import { asWebhookError } from './as-webhook-error.js'
import { Authenticator } from './authenticator.js'
import { readRequestBody } from './body.js'
import { createDelivery, type Delivery } from './delivery.js'
import { type DeliveryInput, readBody, readHead } from './delivery-input.js'
import { Dispatcher } from './dispatcher.js'
import { EventReader } from './event-reader.js'
import type { Handler } from './events.js'
import { HandlerList, register } from './handler-list.js'
import { Handshakes } from './handshakes.js'
import { readLimits } from './limits.js'
import type { Fetch, ReceiverOptions } from './options.js'
import { type AnyReceipt, Pipeline, type Stages } from './pipeline.js'
import { acceptRequest, type PlatformRequest, type PlatformRules } from './platform-request.js'
import type { Provider } from './provider.js'
import { checkPublicUrl } from './public-url.js'
import type { Receiver } from './receiver-api.js'
import { Reporter } from './reporter.js'
import { toResponse } from './response.js'
import { chooseSchemes } from './scheme-choice.js'
import { SubscriptionGuard } from './subscription-guard.js'

// Wide enough for every map: what `M` and `G` promise is checked where they are generated.
type AnyReceiver = Receiver<Record<string, unknown>>

/**
 * Makes a receiver. Every mistake in the options is found here, and not by the first delivery.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID`
 * @throws {TypeError} where the options contradict each other or the provider
 */
export function createReceiverFrom<M, G = Record<never, never>>(
  provider: Provider,
  options: ReceiverOptions = {},
): Receiver<M, G> {
  const stages = assemble(provider, options)
  const receiver: AnyReceiver = { ...registering(stages), ...receiving(stages, options) }
  // Sound: the SDK generates M and G from the very schemas and groups that are in `provider`.
  return receiver as unknown as Receiver<M, G>
}

function assemble(provider: Provider, options: ReceiverOptions): Stages {
  return {
    provider,
    authenticator: new Authenticator(chooseSchemes(provider, options)),
    account: new AccountGuard(provider, options.account),
    subscription: new SubscriptionGuard(provider, options.secretStore),
    handshakes: new Handshakes(provider.handshakes, handshakeOptions(options)),
    reader: new EventReader(provider, options.validation ?? provider.validation),
    dispatcher: new Dispatcher(provider),
    unknown: new HandlerList(),
    invalid: new HandlerList(),
    hydrate: provider.hydration?.({ hydrate: options.hydrate, fetch: ownFetch(options) }),
    reporter: new Reporter(provider.name, options.logger),
    // Not `Date.now` itself: whoever replaces it in a test replaces it afterwards.
    clock: options.clock ?? (() => Date.now()),
  }
}

function handshakeOptions(options: ReceiverOptions) {
  const { handshakes = {}, secretStore } = options
  return { modes: handshakes, store: secretStore, fetch: ownFetch(options) }
}

// Not `fetch` itself: whoever replaces it in a test replaces it afterwards.
function ownFetch({ fetch }: ReceiverOptions): Fetch {
  return fetch ?? ((...call) => globalThis.fetch(...call))
}

type Registering = Pick<
  AnyReceiver,
  'onEvent' | 'onAny' | 'onUnknown' | 'onInvalid' | 'onError' | 'events'
>

function registering({ dispatcher, invalid, reporter, unknown }: Stages): Registering {
  return {
    onEvent: (name, handler, options) => {
      const names = typeof name === 'string' ? [name] : name
      // Sound: the handler asked for these names, and gets the payloads of these names only.
      return dispatcher.on(names, handler as Handler<unknown>, options)
    },
    onAny: (handler, options) => dispatcher.onAny(handler, options),
    onUnknown: (handler, options) => register([unknown], handler, options),
    onInvalid: (handler, options) => register([invalid], handler, options),
    onError: (handler, options) => reporter.onError(handler, options),
    events: () => dispatcher.names,
  }
}

function receiving(stages: Stages, options: ReceiverOptions): Omit<AnyReceiver, keyof Registering> {
  const { authenticator, reader } = stages
  const pipeline = new Pipeline(stages)
  const rules = readRules(options, authenticator.needsUrl)

  const serve = async (request: PlatformRequest): Promise<AnyReceipt> => {
    try {
      return await pipeline.run(acceptRequest(request, rules))
    } catch (error) {
      return pipeline.fail(error)
    }
  }
  const authenticate = (delivery: Delivery) => authenticator.authenticate(delivery, stages.clock())

  return {
    serve,
    fetch: async (request, ...platform) => {
      const { method, url, headers } = request
      const read = (limit: number) => readRequestBody(request, limit)
      const findSignal = () => request.signal
      const { transport } = options
      const findTransport = transport && (() => transport(request, ...platform))
      const parts = { method, url, headers, platform, read, findSignal, findTransport }
      const receipt = await serve(parts)
      return toResponse(receipt.response)
    },
    receive: async (input) => {
      try {
        const body = readBody(input.body, rules.limits.bodyBytes)
        const head = readHead(input, [], rules.limits.headers)
        return await pipeline.run({ head, read: () => body, findSignal: undefined })
      } catch (error) {
        return pipeline.fail(error)
      }
    },
    verify: (input) =>
      translate(async () => {
        const { secretId, coverage } = await authenticate(readDelivery(input))
        return { secretId, coverage }
      }),
    unwrap: (input) =>
      translate(async () => {
        const { delivery } = await authenticate(readDelivery(input))
        await stages.account.check(delivery)
        return reader.unwrap(delivery)
      }),
    unsafeParse: (text, headers = {}) =>
      translate(async () => reader.unwrap(readDelivery({ headers, body: text }))),
  }
}

function readDelivery(input: DeliveryInput): Delivery {
  return createDelivery(readHead(input, []), readBody(input.body))
}

async function translate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asWebhookError(error)
  }
}

function readRules(options: ReceiverOptions, needsUrl: boolean): PlatformRules {
  const { publicUrl } = options
  return {
    limits: readLimits(options.limits),
    publicUrl: publicUrl === undefined ? undefined : checkPublicUrl(publicUrl),
    needsUrl,
  }
}
