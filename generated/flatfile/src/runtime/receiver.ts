/** Makes a receiver of what a provider is and what the consumer wants. */
import { asWebhookError } from './as-webhook-error.js'
import { assemble, type Parts } from './assemble.js'
import { readRequestBody } from './body.js'
import { createDelivery } from './delivery.js'
import { readBody, readHead } from './delivery-input.js'
import { DeliveryInvalid, ReceiverFailed } from './errors.js'
import type { Handler } from './events.js'
import { handingOver } from './handing-over.js'
import { register } from './handler-list.js'
import type { ReceiverOptions } from './options.js'
import type { AnyReceipt } from './outcome.js'
import { Pipeline } from './pipeline.js'
import { acceptRequest, type PlatformRequest, type PlatformRules } from './platform-request.js'
import type { Provider } from './provider.js'
import { prove } from './proving.js'
import { checkPublicUrl } from './public-url.js'
import type { ReadingTime } from './read-time.js'
import type { Receiver } from './receiver-api.js'
import { toResponse } from './response.js'
import type { TransportFacts } from './transport.js'

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
  const parts = assemble(provider, options)
  const pipeline = new Pipeline(parts)
  const receiver: AnyReceiver = {
    ...registering(parts),
    ...receiving(parts, pipeline, options),
    ...judging(parts),
    ...handingOver(parts, pipeline, options),
  }
  // Sound: the SDK generates M and G from the very schemas and groups that are in `provider`.
  return receiver as unknown as Receiver<M, G>
}

type Registering = Pick<
  AnyReceiver,
  'onEvent' | 'onAny' | 'onUnknown' | 'onInvalid' | 'onError' | 'onDrift' | 'events'
>

function registering({ dispatcher, drift, gate, invalid, reporter, unknown }: Parts): Registering {
  // What came before it was done without it, which is rarely meant.
  const noteLate = () => void (gate.wasEntered && reporter.note('warn', 'handler.late'))
  return {
    onEvent: (name, handler, options) => {
      const names = typeof name === 'string' ? [name] : name
      noteLate()
      // Sound: the handler asked for these names, and gets the payloads of these names only.
      return dispatcher.on(names, handler as Handler<unknown>, options)
    },
    onAny: (handler, options) => {
      noteLate()
      return dispatcher.onAny(handler, options)
    },
    onUnknown: (handler, options) => register([unknown], handler, options),
    onInvalid: (handler, options) => register([invalid], handler, options),
    onError: (handler, options) => reporter.onError(handler, options),
    onDrift: (handler, options) => drift.onDrift(handler, options),
    events: () => dispatcher.names,
  }
}

function receiving(
  { authenticator, limits }: Parts,
  pipeline: Pipeline,
  options: ReceiverOptions,
): Pick<AnyReceiver, 'serve' | 'fetch' | 'receive'> {
  const { publicUrl, transport } = options
  const rules: PlatformRules = {
    limits,
    publicUrl: publicUrl === undefined ? undefined : checkPublicUrl(publicUrl),
    needsUrl: authenticator.needsUrl,
    needsEncoded: authenticator.needsEncoded,
  }
  const serve = async (request: PlatformRequest): Promise<AnyReceipt> => {
    try {
      return await pipeline.run(acceptRequest(request, rules))
    } catch (error) {
      return pipeline.fail(error)
    }
  }
  return {
    serve,
    fetch: async (request, ...platform) => {
      const { method, url, headers } = request
      const read = (limit: number, time: ReadingTime) => readRequestBody(request, limit, time)
      const findSignal = () => request.signal
      const findTransport =
        transport && (() => readTransport(() => transport(request, ...platform)))
      const parts = { method, url, headers, platform, read, findSignal, findTransport }
      const receipt = await serve(parts)
      return toResponse(receipt.response)
    },
    receive: async (input) => {
      try {
        if (typeof input !== 'object' || input === null) throw notGiven()
        if ('envelope' in input) return await pipeline.consume(input.envelope)
        const body = readBody(input.body, limits.bodyBytes)
        const head = readHead(input, [], limits)
        return await pipeline.run({ head, read: () => ({ body }), findSignal: undefined })
      } catch (error) {
        return pipeline.fail(error)
      }
    },
  }
}

function judging(parts: Parts): Pick<AnyReceiver, 'verify' | 'unwrap' | 'unsafeParse'> {
  const { reader } = parts
  return {
    verify: (input) =>
      translate(async () => {
        const { secretId, coverage } = await prove(parts, input, false)
        return { secretId, coverage }
      }),
    unwrap: (input) => translate(async () => reader.unwrap((await prove(parts, input)).delivery)),
    unsafeParse: (text, headers = {}) =>
      translate(async () =>
        reader.unwrap(createDelivery(readHead({ headers }, []), readBody(text))),
      ),
  }
}

function notGiven(): DeliveryInvalid {
  return new DeliveryInvalid('a delivery is an object: { method?, url?, headers, body }')
}

function readTransport(find: () => TransportFacts): TransportFacts {
  try {
    return find()
  } catch (cause) {
    throw new ReceiverFailed('the option transport failed', { cause })
  }
}

async function translate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asWebhookError(error)
  }
}
