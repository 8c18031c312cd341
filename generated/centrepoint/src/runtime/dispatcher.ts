/** Who handles what: names and groups resolved when a handler is registered, not when an event comes. */
import type { Context, HandlerOptions, Unsubscribe } from './events.js'
import { assertHandler, HandlerList, type Registration, register } from './handler-list.js'
import { nearest } from './nearest.js'
import type { Provider } from './provider.js'

/** An event of a provider whose types only the consumer's side knows. */
export interface DispatchedEvent {
  readonly name: string
  readonly id: string | undefined
  readonly payload: unknown
}

export type Dispatch = (event: DispatchedEvent, context: Context) => unknown

/** The handlers of the known events. Names are data: nothing here is a property of an object. */
export class Dispatcher {
  readonly #provider: Provider
  readonly #handlers = new Map<string, HandlerList<Dispatch>>()

  /** `remembers`: the names of the handlers are kept for longer than the process runs. */
  constructor(provider: Provider, remembers = false) {
    this.#provider = provider
    for (const name of provider.events.keys()) {
      this.#handlers.set(name, new HandlerList(remembers ? `"${name}"` : undefined))
    }
  }

  /**
   * Registers a handler of the names, each an event or a group. It runs once for each event, even
   * where several of the names mean that event.
   *
   * @throws {TypeError} where a name is neither, or the handler needs a name and has none
   */
  on(
    names: readonly string[],
    handler: (payload: unknown, context: Context) => unknown,
    options: HandlerOptions = {},
  ): Unsubscribe {
    assertHandler(handler)
    const targets = new Set(names.flatMap((name) => this.#resolve(name)))
    const dispatch: Dispatch = (event, context) => handler(event.payload, context)
    return register(targets, dispatch, options, handler)
  }

  /** Registers a handler of every event. */
  onAny(handler: Dispatch, options?: HandlerOptions): Unsubscribe {
    return register(this.#handlers.values(), handler, options)
  }

  /** The names that somebody handles, in the provider's order. */
  get names(): readonly string[] {
    return [...this.#handlers].flatMap(([name, { current }]) => (current.length > 0 ? [name] : []))
  }

  /** In the order registered. */
  handlersOf(name: string): readonly Registration<Dispatch>[] {
    return this.#handlers.get(name)?.current ?? []
  }

  #resolve(name: string): readonly HandlerList<Dispatch>[] {
    const literal = this.#handlers.get(name)
    if (literal !== undefined) return [literal]
    const { groups } = this.#provider
    const members = groups.get(name)
    if (members !== undefined) return members.flatMap((member) => this.#handlers.get(member) ?? [])
    const meant = nearest(name, [...this.#handlers.keys(), ...groups.keys()])
    const hint = meant === undefined ? 'eventNames lists them' : `did you mean "${meant}"?`
    throw new TypeError(`${this.#provider.name} has no event named "${String(name)}": ${hint}`)
  }
}
