/** What an envelope says of the events in it, as parts that told it may have been left out. */
import type { EventFacts, ReadEvent } from './event-reader.js'

export interface KnownEvent extends EventFacts {
  readonly name: string | undefined
  readonly id: string | undefined
}

const MEMBERS = ['name', 'id', 'account', 'position', 'about'] as const

export function knownEvent({ name, id, facts }: ReadEvent): KnownEvent {
  return { name, id, ...facts() }
}

/** The event, of which another receiver read what is known when it had all of the delivery. */
export function restoreEvent(event: ReadEvent, known: KnownEvent): ReadEvent {
  const { name, id, ...facts } = known
  return { ...event, name, id, facts: () => facts }
}

/** `null` where it is no list of them. */
export function readKnown(value: unknown): readonly KnownEvent[] | undefined | null {
  if (value === undefined) return undefined
  return Array.isArray(value) && value.every(isKnownEvent) ? value : null
}

function isKnownEvent(value: unknown): value is KnownEvent {
  if (typeof value !== 'object' || value === null) return false
  return MEMBERS.every((name) => {
    const member: unknown = Reflect.get(value, name)
    return member === undefined || typeof member === 'string'
  })
}
