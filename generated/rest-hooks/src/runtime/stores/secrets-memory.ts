/** Keeps captured secrets in memory: for tests, and for receivers that run as one process. */
import { checkOptions } from '../check-options.js'
import { checkedClock } from '../clock.js'
import type { RegistrationStore } from '../store.js'

export interface MemorySecretStoreOptions {
  /** Keys of registrations that are under way already. */
  readonly pending?: Iterable<string> | undefined
  /** How long a registration may take; 600 unless given. */
  readonly pendingSeconds?: number | undefined
  /** In milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
}

const PENDING_SECONDS = 600

/** A store whose content goes with the process. */
export function memorySecretStore(options: MemorySecretStoreOptions = {}): RegistrationStore {
  const rules = { pending: 'other', pendingSeconds: 'other', clock: 'other' } as const
  checkOptions<MemorySecretStoreOptions>('memorySecretStore options', options, rules)
  const { pendingSeconds = PENDING_SECONDS } = options
  const clock = checkedClock(options.clock)
  const values = new Map<string, string>()
  const deadlines = new Map<string, number>()
  const ended = new Set<string>()
  const arm = (key: string) => {
    const now = clock()
    // In the order of their deadlines: those of registrations that came to nothing are the first.
    for (const [other, deadline] of deadlines) {
      if (deadline > now) break
      deadlines.delete(other)
    }
    deadlines.delete(key)
    deadlines.set(key, now + pendingSeconds * 1000)
    if (!ended.delete(key)) return
    // What a new registration hands over must not need a signature under the secret of the old one.
    for (const place of values.keys()) if (belongsTo(place, key)) values.delete(place)
  }
  for (const key of options.pending ?? []) arm(key)
  return {
    arm,
    disarm: (key) => void deadlines.delete(key),
    end: (key) => {
      deadlines.delete(key)
      ended.add(key)
    },
    ended: (key) => ended.has(key),
    pending: (key) => (deadlines.get(key) ?? Number.NEGATIVE_INFINITY) > clock(),
    get: (name, key) => values.get(placeOf(name, key)),
    put: (name, key, value, replaces) => {
      const place = placeOf(name, key)
      if (values.get(place) !== replaces) return false
      values.set(place, value)
      deadlines.delete(key)
      return true
    },
  }
}

// As JSON, so that no name and key run into each other.
function placeOf(name: string, key: string): string {
  return JSON.stringify([key, name])
}

function belongsTo(place: string, key: string): boolean {
  return place.startsWith(`[${JSON.stringify(key)},`)
}
