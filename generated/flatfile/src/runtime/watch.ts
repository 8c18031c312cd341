/** Tells the consumer's hooks how a delivery goes; nothing that they do can change it. */

import { isWebhookError } from './errors.js'
import { callQuietly } from './foreign-call.js'
import type { DeliverySummary, DeliveryWatch, Hooks, Stage, StageTiming } from './hooks.js'
import type { AnyReceipt } from './outcome.js'

/** Watches one delivery. */
export interface Watch {
  /** What is known of the delivery by now. */
  readonly note: (facts: Partial<Facts>) => void
  readonly stage: <T>(stage: Stage, name: string | undefined, work: () => Promise<T>) => Promise<T>
  readonly around: <T>(work: () => T) => T
  readonly end: (receipt: AnyReceipt) => void
}

type Facts = Pick<DeliverySummary, 'id' | 'secretId' | 'tenant' | 'bytes' | 'names'>

/** Costs nothing where nobody watches. */
const UNWATCHED: Watch = {
  note: () => undefined,
  stage: (_stage, _name, work) => work(),
  around: (work) => work(),
  end: () => undefined,
}

export class Watching {
  readonly #provider: string
  readonly #hooks: readonly Hooks[]
  readonly #clock: () => number

  constructor(provider: string, hooks: readonly Hooks[], clock: () => number = () => Date.now()) {
    this.#provider = provider
    this.#hooks = hooks
    // Whoever only watches must not fail by a clock that does; the delivery itself will.
    this.#clock = () => callQuietly(clock) ?? Date.now()
  }

  begin(kind: 'delivery' | 'envelope'): Watch {
    if (this.#hooks.length === 0) return UNWATCHED
    const startedAt = this.#clock()
    const provider = this.#provider
    const watches = this.#hooks.flatMap(
      (hooks) => callQuietly(() => hooks.onDelivery?.({ provider, kind, startedAt })) ?? [],
    )
    return watches.length === 0 ? UNWATCHED : new Watched(watches, provider, this.#clock)
  }
}

class Watched implements Watch {
  readonly #watches: readonly DeliveryWatch[]
  readonly #provider: string
  readonly #clock: () => number
  readonly #started = performance.now()
  #facts: Facts = { id: undefined, secretId: undefined, tenant: undefined, bytes: 0, names: [] }

  constructor(watches: readonly DeliveryWatch[], provider: string, clock: () => number) {
    this.#watches = watches
    this.#provider = provider
    this.#clock = clock
  }

  readonly note = (facts: Partial<Facts>): void => {
    this.#facts = { ...this.#facts, ...facts }
  }

  readonly stage = async <T>(
    stage: Stage,
    name: string | undefined,
    work: () => Promise<T>,
  ): Promise<T> => {
    const startedAt = this.#clock()
    const started = performance.now()
    let failed = true
    try {
      const result = await work()
      // Some stages resolve to what went wrong, as others have to judge it.
      failed = isWebhookError(result)
      return result
    } finally {
      const milliseconds = performance.now() - started
      const timing: StageTiming = { stage, startedAt, milliseconds, name, failed }
      for (const watch of this.#watches) callQuietly(() => watch.onStage?.(timing))
    }
  }

  readonly around = <T>(work: () => T): T =>
    this.#watches.reduceRight((inner, { around }) => surround(around, inner), work)()

  readonly end = ({ outcome, response, error }: AnyReceipt): void => {
    const summary: DeliverySummary = {
      ...this.#facts,
      provider: this.#provider,
      outcome,
      status: response.status,
      code: error?.code,
      milliseconds: performance.now() - this.#started,
    }
    for (const watch of this.#watches) callQuietly(() => watch.onEnd?.(summary))
  }
}

function surround<T>(around: DeliveryWatch['around'], work: () => T): () => T {
  if (around === undefined) return work
  return () => {
    let done: { readonly value: T } | undefined
    callQuietly(() =>
      around(() => {
        done ??= { value: work() }
      }),
    )
    // A hook that did not call must not keep the handlers from running.
    done ??= { value: work() }
    return done.value
  }
}
