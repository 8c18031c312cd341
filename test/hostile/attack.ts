/** Attacks on a receiver in another process, and what it has to be like afterwards. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ServerOptions } from 'node:http'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { paid, sign } from '../runtime/acme.js'

/** What the server says of itself since it was at rest. */
export interface Report {
  readonly handled: number
  /** Rejections and exceptions that nobody took. */
  readonly unhandled: number
  readonly errors: Readonly<Record<string, number>>
  /** The most memory that the process had. */
  readonly peak: number
}

const MOST_GROWTH = 64 << 20

export const text = JSON.stringify(paid)

/** The head of a delivery whose signature looks right. */
export function head(headers: readonly string[], signature = sign(text)): string {
  const lines = ['Host: acme.test', 'Content-Type: application/json', `X-Signature: ${signature}`]
  return ['POST /hook HTTP/1.1', ...lines, ...headers, '', ''].join('\r\n')
}

/** An honest delivery as one text. */
export const delivery = head([`Content-Length: ${text.length}`]) + text

export class Target {
  readonly #child: ChildProcess
  readonly port: number
  #atRest = 0

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  static async start(settings: ServerOptions = {}): Promise<Target> {
    const path = fileURLToPath(new URL('./server.ts', import.meta.url))
    const child = fork(path, [JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] })
    const [port] = await once(child, 'message')
    const target = new Target(child, Number(port))
    // What is compiled and cached by the first deliveries is not the fault of an attack.
    for (let round = 0; round < 300; round++) expect(await target.deliver()).toBe(200)
    return target
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  /** Sends an honest delivery, and tells its status. */
  async deliver(): Promise<number> {
    const headers = { 'content-type': 'application/json', 'x-signature': sign(text) }
    const url = `http://127.0.0.1:${this.port}/hook`
    return (await fetch(url, { method: 'POST', headers, body: text })).status
  }

  /** Attacks, and holds the server to what it has to be like afterwards. */
  async survive(attack: () => Promise<void>): Promise<Report> {
    this.#atRest = (await this.#ask('rest')).peak
    await attack()
    expect(await this.deliver()).toBe(200)
    const report = await this.#ask('report')
    console.info(
      'GROWTH',
      expect.getState().currentTestName,
      ((report.peak - this.#atRest) / 1048576).toFixed(1),
      JSON.stringify(report.errors),
    )
    expect(report.unhandled).toBe(0)
    expect(report.peak - this.#atRest).toBeLessThan(MOST_GROWTH)
    return report
  }

  async #ask(what: 'rest' | 'report'): Promise<Report> {
    const said = once(this.#child, 'message')
    this.#child.send(what)
    const [report] = await said
    return report
  }

  /** A connection that sends what it is told to. */
  connect(): Peer {
    return new Peer(connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true }))
  }

  /** What is answered to one text, until the server closes. */
  async send(sent: string | Uint8Array): Promise<string> {
    const peer = this.connect()
    peer.write(sent)
    await peer.closed
    return peer.answer
  }
}

export class Peer {
  readonly #socket: Socket
  #answer = ''
  /** Resolves when the server ends the connection, however it does. */
  readonly closed: Promise<void>

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1').on('data', (chunk) => {
      this.#answer += String(chunk)
    })
    this.closed = new Promise((resolve) => {
      socket.on('end', () => resolve(void socket.destroy()))
      socket.on('close', () => resolve())
      socket.on('error', () => resolve())
    })
  }

  get answer(): string {
    return this.#answer
  }

  get statuses(): readonly number[] {
    return [...this.#answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  /** Whether more may be written at once. */
  write(chunk: string | Uint8Array): boolean {
    return this.isOpen && this.#socket.write(chunk)
  }

  /** Writes, and resolves once the system has it. */
  flushed(chunk: string): Promise<void> {
    return new Promise((resolve) => void this.#socket.write(chunk, () => resolve()))
  }

  /** Reads nothing from here on. */
  deaf(): void {
    this.#socket.pause()
  }

  end(): void {
    this.#socket.end()
  }

  abort(): void {
    this.#socket.resetAndDestroy()
  }
}

/** Waits, looking often. @throws where it takes too long */
export async function until(holds: () => boolean, milliseconds = 5000): Promise<void> {
  const end = performance.now() + milliseconds
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not so after ${milliseconds} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
