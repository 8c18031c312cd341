/** Delivers as senders do: again until it was taken, many at once, and now and then once too often. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sign } from '../runtime/acme.js'

export interface SenderOptions {
  /** Where receivers listen at the moment. */
  readonly ports: () => readonly number[]
  /** Of the events, how many are sent twice though they were taken. */
  readonly duplicates: number
}

const WINDOW = 32
const LONGEST_PAUSE_MS = 250
const MOST_ATTEMPTS = 300
const TIMEOUT_MS = 10_000

export class Sender {
  readonly #options: SenderOptions
  readonly #agent = new Agent({ keepAlive: true, maxSockets: WINDOW * 2 })
  /** What was answered, or that nothing was, and how often. */
  readonly answers = new Map<string, number>()
  /** How often each event was taken. */
  readonly accepted = new Map<string, number>()
  sent = 0

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Resolves when every event was taken. */
  async deliverAll(ids: readonly string[]): Promise<void> {
    const waiting = [...ids].reverse()
    const work = async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await this.#deliver(id)
    }
    await Promise.all(Array.from({ length: WINDOW }, work))
  }

  close(): void {
    this.#agent.destroy()
  }

  async #deliver(id: string): Promise<void> {
    const isDuplicated = Math.random() < this.#options.duplicates
    // Half of the duplicates overtake the first copy, half come after it.
    const copies = isDuplicated && Math.random() < 0.5 ? 2 : 1
    await Promise.all(Array.from({ length: copies }, () => this.#repeat(id)))
    if (isDuplicated && copies === 1) await this.#repeat(id)
  }

  async #repeat(id: string): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const status = await this.#send(id)
      if (status !== undefined && status >= 200 && status < 300) {
        this.accepted.set(id, (this.accepted.get(id) ?? 0) + 1)
        return
      }
      const pause = Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt)
      await sleep(pause * (0.5 + Math.random() / 2))
    }
    throw new Error(`${id} was not taken in ${MOST_ATTEMPTS} attempts`)
  }

  /** The status, or nothing where the connection broke, or nobody was there. */
  async #send(id: string): Promise<number | undefined> {
    const ports = this.#options.ports()
    const port = ports[Math.floor(Math.random() * ports.length)]
    const status = port === undefined ? undefined : await post(port, id, this.#agent)
    if (port !== undefined) this.sent++
    const answer = String(status ?? 'broken off')
    if (port !== undefined) this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1)
    return status
  }
}

/** Sends one delivery, and tells its status. */
export function post(port: number, id: string, agent?: Agent): Promise<number | undefined> {
  const body = JSON.stringify({ type: 'invoice.paid', id, amount: 7 })
  return new Promise((resolve) => {
    const sending = request({
      ...{ port, host: '127.0.0.1', method: 'POST', path: '/hook', timeout: TIMEOUT_MS },
      ...(agent && { agent }),
      headers: { 'content-type': 'application/json', 'x-signature': sign(body) },
    })
    sending.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
      response.on('error', () => resolve(undefined))
      response.on('close', () => resolve(undefined))
    })
    sending.on('timeout', () => sending.destroy())
    sending.on('error', () => resolve(undefined))
    sending.end(body)
  })
}
