/** A receiver on a real HTTP server, in a process that may die anywhere: `receiver-process.js OPTIONS`, as JSON. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { Queue } from '../../templates/runtime/queue.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, SECRET, silent } from '../runtime/acme.js'
import { Doom, type DoomOptions } from './doom.js'
import { type EngineOptions, openEngines } from './engines.js'
import { HANDLERS, type Point } from './points.js'

export interface ReceiverProcessOptions extends DoomOptions, EngineOptions {
  readonly leaseSeconds: number
  /** What a handler waits for before it does anything. */
  readonly handlerMilliseconds: number
  /** How many deliveries are taken at once. */
  readonly most?: number
}

// Sound: whoever starts the process writes just that.
const options = JSON.parse(process.argv[2] ?? '') as ReceiverProcessOptions
const doom = new Doom(options)
const { store, queue } = await openEngines(options)
const { leaseSeconds } = options

const receiver = createReceiverFrom<AcmeEvents>(acme(), {
  secret: SECRET,
  logger: silent,
  limits: { concurrency: options.most },
  ...(store && { idempotency: { store: watchStore(store), leaseSeconds } }),
  ...(queue && {
    ack: 'enqueue',
    queue: watchQueue(queue),
    envelope: { key: 'a'.repeat(32) },
  }),
})

for (const [index, name] of HANDLERS.entries()) {
  // Sound: there are three handlers.
  const place = `handler ${index + 1}` as 'handler 1'
  const handler = async (_payload: unknown, { id }: { readonly id: string | undefined }) => {
    await doom.pass(`before ${place}`)
    if (options.handlerMilliseconds > 0) await sleep(options.handlerMilliseconds)
    doom.tell('effect', id ?? '', name)
    await doom.pass(`after ${place}`)
  }
  receiver.onEvent('invoice.paid', handler, { name })
}

/** The same store, with places to die around what it does. */
function watchStore(inner: IdempotencyStore): IdempotencyStore {
  return {
    ...inner,
    reserve: async (...given) => {
      await doom.pass('before reserve')
      const reservation = await inner.reserve(...given)
      if (reservation.state === 'reserved') await doom.pass('after reserve')
      return reservation
    },
    succeed: (key, token, handler) =>
      around('succeed', async () => {
        const isOurs = await inner.succeed(key, token, handler)
        doom.tell(isOurs ? 'recorded' : 'lost', key, handler)
        return isOurs
      }),
    complete: (key, ...given) =>
      around('complete', async () => {
        const isOurs = await inner.complete(key, ...given)
        doom.tell(isOurs ? 'completed' : 'lost', key)
        return isOurs
      }),
  }
}

function watchQueue(inner: Queue): Queue {
  return {
    ...inner,
    enqueue: (envelope) => around('enqueue', async () => inner.enqueue(envelope)),
    work: (consume) =>
      inner.work((envelope) =>
        doom.attempt(async () => {
          try {
            await consume(envelope)
          } finally {
            doom.tell('ended')
          }
        }),
      ),
  }
}

async function around<T>(stage: 'succeed' | 'complete' | 'enqueue', work: () => Promise<T>) {
  const [before, after]: [Point, Point] = [`before ${stage}`, `after ${stage}`]
  await doom.pass(before)
  const result = await work()
  await doom.pass(after)
  return result
}

const handle = nodeHandler({
  serve: async (request) => {
    const receipt = await receiver.serve(request)
    doom.tell('ended')
    await doom.pass('before respond')
    return receipt
  },
})
const server = createServer((request, response) =>
  doom.attempt(() => {
    response.on('finish', () => void doom.pass('after respond'))
    return handle(request, response)
  }),
)
process.on('message', (ask) => {
  if (ask === 'calm') doom.calm()
  else process.send?.(process.resourceUsage().maxRSS * 1024)
})
process.on('disconnect', () => process.exit())
if (queue !== undefined) await receiver.work()
server.listen(0, '127.0.0.1', () => {
  // Sound: a server that listens on TCP has a port.
  process.send?.((server.address() as AddressInfo).port)
})

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
