/** Receivers in processes of their own, each of which is there again after it died. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { compiled } from './compiled.js'
import type { Point } from './points.js'
import type { ReceiverProcessOptions } from './receiver-process.js'
import { readTrail } from './trail.js'

export type FleetOptions = Omit<ReceiverProcessOptions, 'process' | 'wanted'> & {
  /** The places to die, and how often each of them is wanted. */
  readonly points: readonly Point[]
  readonly hits: number
}

export const PROCESSES = 2

let path: string | undefined

export class Fleet {
  readonly #options: FleetOptions
  readonly #children = new Set<ChildProcess>()
  readonly #ports = new Map<ChildProcess, number>()
  readonly #names = new Map<ChildProcess, string>()
  /** The processes that were killed. */
  readonly dead = new Set<string>()
  #started = 0
  #isCalm = false
  #isStopped = false
  #fault: Error | undefined

  private constructor(options: FleetOptions) {
    this.#options = options
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const fleet = new Fleet(options)
    await Promise.all(Array.from({ length: PROCESSES }, () => fleet.#launch()))
    return fleet
  }

  /** The ports of those that can be reached, as far as anybody knows. */
  get ports(): readonly number[] {
    if (this.#fault !== undefined) throw this.#fault
    return [...this.#ports.values()]
  }

  /** Whether every place was hit as often as is wanted. */
  get isHit(): boolean {
    return this.#wanted().length === 0
  }

  /** Nobody is killed from here on, but those that have begun to die. */
  calm(): void {
    this.#isCalm = true
    for (const child of this.#children) child.send('calm', () => undefined)
  }

  /** The most memory that each had, in bytes. */
  peaks(): Promise<number[]> {
    return Promise.all(
      [...this.#children].map(async (child) => {
        const said = once(child, 'message')
        child.send('peak')
        const [peak] = await said
        return Number(peak)
      }),
    )
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all(
      [...this.#children].map(async (child) => {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }),
    )
  }

  async #launch(): Promise<void> {
    const wanted = this.#isCalm ? [] : this.#wanted()
    const { points: _points, hits: _hits, ...rest } = this.#options
    const name = `p${this.#started++}`
    const options = { ...rest, process: name, wanted }
    path ??= compiled('receiver-process.ts')
    const child = fork(path, [JSON.stringify(options)], { execArgv: [] })
    this.#children.add(child)
    this.#names.set(child, name)
    child.once('exit', (code, signal) => this.#takeLeave(child, code, signal))
    const [port] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])])
    if (typeof port !== 'number') return
    this.#ports.set(child, port)
    if (this.#isCalm) child.send('calm', () => undefined)
  }

  #takeLeave(child: ChildProcess, code: number | null, signal: string | null): void {
    this.#children.delete(child)
    this.#ports.delete(child)
    if (this.#isStopped) return
    if (signal !== 'SIGKILL') this.#fault = new Error(`a receiver ended with ${code ?? signal}`)
    this.dead.add(this.#names.get(child) ?? '')
    void this.#launch()
  }

  #wanted(): Point[] {
    const { points, hits, trail } = this.#options
    const { kills } = readTrail(trail)
    return points.flatMap((point) => {
      const left = hits - kills.filter((kill) => kill.point === point).length
      return Array.from({ length: Math.max(0, left) }, () => point)
    })
  }
}
