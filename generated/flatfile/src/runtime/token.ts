/** One event as a value, for receivers that know only the events passed to them. */
import type { Check, EventModule } from './validation.js'

export interface EventToken<N extends string, P> extends EventModule {
  readonly name: N
  /** Whether a value is a payload of the event; at once, without loading anything. */
  readonly is: (value: unknown) => value is P
}

/** The event map of a list of tokens. */
export type TokenEvents<T extends readonly EventToken<string, unknown>[]> = {
  [E in T[number] as E['name']]: E extends EventToken<string, infer P> ? P : never
}

export function eventToken<N extends string, P>(
  name: N,
  check: Check,
  module: EventModule,
): EventToken<N, P> {
  // Sound: the check and the type are printed from the same schema.
  return { ...module, name, is: (value): value is P => holds(check, value) }
}

/** What is nested too deeply to be judged is no payload of the event, as for a receiver. */
function holds(check: Check, value: unknown): boolean {
  try {
    return check(value)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

export function eventModules(
  tokens: readonly EventToken<string, unknown>[],
): ReadonlyMap<string, EventModule> {
  return new Map(tokens.map((token) => [token.name, token]))
}
