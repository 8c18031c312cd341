/** Lets attempts run to the place where they are to die, and kills the process when some are there. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { openSync, writeSync } from 'node:fs'
import type { Point } from './points.js'

/** One way of a delivery, or of an envelope, through this process. */
interface Attempt {
  readonly id: string
  readonly doom: Point | undefined
}

export interface DoomOptions {
  /** What happened is told to this file; every line is written at once. */
  readonly trail: string
  /** Of this process, among all that write to the file. */
  readonly process: string
  /** Where to die; as many times as a place is wanted more often. */
  readonly wanted: readonly Point[]
  /** Of the attempts, how many are to die. */
  readonly share: number
}

/** A kill hits so many attempts, each at its own place, or as many as came in time. */
const TOGETHER = 8
const PATIENCE_MS = 600

export class Doom {
  readonly #options: DoomOptions
  readonly #trail: number
  readonly #current = new AsyncLocalStorage<Attempt>()
  readonly #arrived: { readonly id: string; readonly point: Point }[] = []
  #attempts = 0
  #isCalm = false

  constructor(options: DoomOptions) {
    this.#options = options
    this.#trail = openSync(options.trail, 'a')
  }

  attempt<T>(work: () => T): T {
    const { process: name, share, wanted } = this.#options
    const isDoomed = !this.#isCalm && Math.random() < share
    const doom = isDoomed ? wanted[Math.floor(Math.random() * wanted.length)] : undefined
    return this.#current.run({ id: `${name}.${this.#attempts++}`, doom }, work)
  }

  /** A line in the trail, with the number of the attempt. It outlives the process. */
  tell(...words: readonly (string | number)[]): void {
    const { id } = this.#current.getStore() ?? { id: '-' }
    writeSync(this.#trail, `${id}\t${words.join('\t')}\n`)
  }

  /** Goes on, except for an attempt that ends here. */
  async pass(point: Point): Promise<void> {
    const attempt = this.#current.getStore()
    if (attempt?.doom !== point) return
    this.#arrived.push({ id: attempt.id, point })
    if (this.#arrived.length === 1) setTimeout(() => this.#kill(), PATIENCE_MS)
    if (this.#arrived.length === TOGETHER) this.#kill()
    await new Promise(() => {})
  }

  /** Nobody dies any more who is not on the way to it. */
  calm(): void {
    this.#isCalm = true
  }

  #kill(): void {
    const lines = this.#arrived.map(({ id, point }) => `${id}\tkilled\t${point}\n`)
    writeSync(this.#trail, lines.join(''))
    process.kill(process.pid, 'SIGKILL')
  }
}
