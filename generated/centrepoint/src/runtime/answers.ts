/** What this provider is answered: its own exact bodies where it wants some, ours otherwise. */
import type { Delivery } from './delivery.js'
import type { ErrorCode } from './errors.js'
import type { Reply } from './outcome.js'
import type { ProofContext } from './proof.js'
import type { Provider } from './provider.js'
import { acknowledge, refuse } from './respond.js'

export class Answers {
  readonly #provider: Provider
  readonly #methods: readonly string[]

  /** `methods` is what a 405 offers. */
  constructor(provider: Provider, methods: readonly string[]) {
    this.#provider = provider
    this.#methods = methods
  }

  /** The answer to a delivery that is done with; ours where theirs needs what is absent. */
  async acknowledge(delivery: Delivery, context: ProofContext): Promise<Reply> {
    return (await this.#provider.acknowledge?.(delivery, context)) ?? acknowledge()
  }

  /** The answer to a delivery that failed: one for each cause. */
  refuse(code: ErrorCode): Reply {
    const answer = refuse(code, this.#methods)
    return answer.status === 401 ? (this.#provider.unauthorized ?? answer) : answer
  }
}
