/** The receiver of `soak-node.ts`: a generated SDK behind `node:http`, in a process of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type * as Sdk from '../generated/centrepoint/src/index.js'
import type * as Node from '../generated/centrepoint/src/runtime/adapters/node.js'
import type * as Memory from '../generated/centrepoint/src/runtime/stores/memory.js'

const SETTLE_ROUNDS = 5

/** What is live in this process, in bytes. */
export interface Weighed {
  readonly heap: number
  readonly buffers: number
}

const [folder = '', secret = ''] = process.argv.slice(2)
// Sound: the generator made the modules from the very folder that `generated/` is made from.
const { createReceiver } = (await import(join(folder, 'src/index.ts'))) as typeof Sdk
const { nodeHandler } = (await import(join(folder, 'src/runtime/adapters/node.ts'))) as typeof Node
const { memoryStore } = (await import(
  join(folder, 'src/runtime/stores/memory.ts')
)) as typeof Memory

const receiver = createReceiver({
  secret,
  // As behind a proxy that ends TLS: the provider demands it.
  trustedProxies: { cidrs: ['127.0.0.0/8'], proto: 'x-forwarded-proto' },
  idempotency: memoryStore({ maximum: 1000 }),
  hooks: { onDelivery: () => ({ onStage: () => undefined, onEnd: () => undefined }) },
  deadLetters: { put: () => undefined, invalid: true },
  logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
})
receiver.onError(() => undefined)
receiver.onUnknown(() => undefined)
receiver.onDrift(() => undefined)
receiver.onEvent('upload', async (_event, ctx) => {
  if (ctx.signal.aborted) throw new Error('nobody waits')
  if (ctx.headers.get('x-soak') === 'failing') throw new Error('it fails')
})

const server = createServer(nodeHandler(receiver))
server.listen(0, '127.0.0.1', () => {
  // Sound: a server that listens on TCP has an address with a port.
  process.send?.({ port: (server.address() as AddressInfo).port })
})
process.on('message', async () => process.send?.(await weigh()))
// Whoever started it is gone.
process.on('disconnect', () => process.exit())

async function weigh(): Promise<Weighed> {
  for (let round = 0; round < SETTLE_ROUNDS; round++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return { heap: heapUsed, buffers: external + arrayBuffers }
}
