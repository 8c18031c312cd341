/** Shows how far a run is: a line for each stage, and a count while a long one lasts. */

import type { Progress } from '../generate.js'
import { showInvisible } from '../print/invisible.js'
import type { Terminal } from './terminal.js'

/** Between two counts. */
const PAUSE_MILLISECONDS = 100

/** Of less than that, all is done before anybody has read how much. */
const LEAST = 100

export class ProgressLines {
  readonly #terminal: Pick<Terminal, 'err'>
  readonly #options: { readonly verbose: boolean; readonly counts: boolean }
  readonly #clock: () => number
  readonly #started: number
  /** The count that stands in the last line, where the next text will go. */
  #count = ''
  #shownAt: number

  constructor(
    terminal: Pick<Terminal, 'err'>,
    options: { readonly verbose: boolean; readonly counts: boolean },
    clock = () => performance.now(),
  ) {
    this.#terminal = terminal
    this.#options = options
    this.#clock = clock
    this.#started = clock()
    this.#shownAt = this.#started
  }

  show({ provider: name, stage, done, total }: Progress): void {
    const provider = showInvisible(name)
    const now = this.#clock()
    if (done === undefined || total === undefined) {
      this.clear()
      const at = this.#options.verbose ? ` (at ${((now - this.#started) / 1000).toFixed(2)} s)` : ''
      this.#terminal.err(`${provider}: ${stage}${at}\n`)
      this.#shownAt = now
    } else if (
      this.#options.counts &&
      total >= LEAST &&
      now - this.#shownAt >= PAUSE_MILLISECONDS
    ) {
      this.clear()
      this.#count = `${provider}: ${stage} ${readable(done)} of ${readable(total)}`
      this.#terminal.err(`${this.#count}\r`)
      this.#shownAt = now
    }
  }

  /** Takes the count away, by spaces: not every terminal knows how to erase a line. */
  clear(): void {
    if (this.#count !== '') this.#terminal.err(`${' '.repeat(this.#count.length)}\r`)
    this.#count = ''
  }
}

/** 1,200: `Intl` takes longer to load than all counts to print. */
function readable(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
