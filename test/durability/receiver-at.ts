/** A receiver on a real HTTP server in this process, and what its handlers did. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, SECRET, silent } from '../runtime/acme.js'
import { HANDLERS } from './points.js'
import { post } from './sender.js'

export const TIMEOUT_SECONDS = 0.5
export const LEASE_SECONDS = 1
/** How long an answer may take when the store does not answer at all, on a busy machine. */
const LONGEST_ANSWER_MS = 3000

export class ReceiverAt {
  readonly port: number
  readonly #close: () => void
  readonly #effects: Map<string, number>
  readonly #accepted = new Set<string>()
  /** How often each status was answered. */
  readonly answers = new Map<number, number>()

  private constructor(port: number, effects: Map<string, number>, close: () => void) {
    this.port = port
    this.#effects = effects
    this.#close = close
  }

  /** `during` is what happens while the second of three handlers runs. */
  static async open(store: IdempotencyStore, during: (id: string) => unknown = () => undefined) {
    const effects = new Map<string, number>()
    const receiver = createReceiverFrom<AcmeEvents>(acme(), {
      secret: SECRET,
      logger: silent,
      idempotency: { store, timeoutSeconds: TIMEOUT_SECONDS, leaseSeconds: LEASE_SECONDS },
    })
    for (const name of HANDLERS) {
      const handler = async (
        _payload: unknown,
        { id = '' }: { readonly id: string | undefined },
      ) => {
        if (name === 'two') await during(id)
        effects.set(`${id} ${name}`, (effects.get(`${id} ${name}`) ?? 0) + 1)
      }
      receiver.onEvent('invoice.paid', handler, { name })
    }
    const server = createServer(nodeHandler(receiver))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    // Sound: a server that listens on TCP has a port.
    const { port } = server.address() as AddressInfo
    return new ReceiverAt(port, effects, () => {
      server.closeAllConnections()
      server.close()
    })
  }

  async deliver(id: string): Promise<number> {
    const began = performance.now()
    const status = (await post(this.port, id)) ?? 0
    expect(performance.now() - began).toBeLessThan(LONGEST_ANSWER_MS)
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
    if (status >= 200 && status < 300) this.#accepted.add(id)
    return status
  }

  /** Delivers again and again until it is taken; no answer but these is given meanwhile. */
  async redeliver(id: string): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const status = await this.deliver(id)
      if (status === 200) return
      expect([409, 503]).toContain(status)
      await sleep(50)
    }
    throw new Error(`${id} was not taken`)
  }

  /** How often each handler took effect. */
  effects(id: string): readonly number[] {
    return HANDLERS.map((name) => this.#effects.get(`${id} ${name}`) ?? 0)
  }

  /** Closes, and holds the receiver to what it promised. */
  close(): void {
    this.#close()
    for (const id of this.#accepted) expect(Math.min(...this.effects(id)), id).toBeGreaterThan(0)
  }
}

/** Many events, some at once, each until it is taken, while something happens. */
export async function deliverMany(
  receiver: ReceiverAt,
  count: number,
  meanwhile: () => Promise<void>,
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, index) => `many_${index}`)
  const waiting = [...ids]
  let isOver = false
  const happening = meanwhile().finally(() => {
    isOver = true
  })
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      await receiver.redeliver(id)
      // Not all is over before anything happens.
      if (!isOver) await sleep(20)
    }
  }
  await Promise.all([happening, ...Array.from({ length: 10 }, work)])
  return ids
}
