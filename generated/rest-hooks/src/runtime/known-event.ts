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

/** What an envelope says of its events. */
export interface Told {
  readonly name: string | undefined
  readonly id: string | undefined
  readonly events?: readonly KnownEvent[] | undefined
}

/** The events as they were when the receiver had all of the delivery. */
export function restoreEvents(read: readonly ReadEvent[], told: Told): readonly ReadEvent[] {
  const { events, id, name } = told
  if (events === undefined) {
    return read.map((event) => (read.length === 1 ? { ...event, name, id } : event))
  }
  return read.map((event, index) => {
    const { name, id, ...facts } = events[index] ?? knownEvent(event)
    return { ...event, name, id, facts: () => facts }
  })
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
