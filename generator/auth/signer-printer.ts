/** Collects what the signers of one scheme need, while they are printed. */
import { Code } from './code.js'
import { signable, Unsignable } from './unsignable.js'

export class SignerPrinter {
  readonly code: Code
  /** Places that the scheme's proofs are written to: what is only said to be there is there. */
  readonly written: ReadonlySet<string>
  readonly #needs: string[] = []

  constructor(written: ReadonlySet<string>) {
    this.code = new Code()
    this.written = written
  }

  /** TypeScript expressions of type `KeyNeed`. */
  get needs(): readonly string[] {
    return this.#needs
  }

  need(printed: string | undefined): void {
    if (printed !== undefined) this.#needs.push(printed)
  }

  /** Keeps imports and needs only where the work succeeds. */
  attempt<T>(work: (trial: SignerPrinter) => T): T | Unsignable {
    const trial = new SignerPrinter(this.written)
    const result = signable(() => work(trial))
    if (result instanceof Unsignable) return result
    this.code.include(trial.code)
    this.#needs.push(...trial.needs)
    return result
  }
}
