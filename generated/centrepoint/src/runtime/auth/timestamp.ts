/** Strict readers of signed timestamps, and the window that they must lie in. */

/** Milliseconds since the epoch, or undefined for anything but the one form that is expected. */
export type TimestampReader = (text: string) => number | undefined

/**
 * Digits only: the text is what was signed, so it must not be read as less than all of it. Nor may
 * it begin with a nought, which could be the end of what is signed in front of it.
 */
function digits(text: string, most: number): number | undefined {
  return text.length <= most && /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : undefined
}

export function fromSeconds(text: string): number | undefined {
  const seconds = digits(text, 11)
  return seconds === undefined ? undefined : seconds * 1000
}

export function fromMilliseconds(text: string): number | undefined {
  return digits(text, 14)
}

export function fromMicroseconds(text: string): number | undefined {
  const microseconds = digits(text, 17)
  return microseconds === undefined ? undefined : microseconds / 1000
}

export function fromNanoseconds(text: string): number | undefined {
  const nanoseconds = digits(text, 20)
  return nanoseconds === undefined ? undefined : nanoseconds / 1_000_000
}

const ISO = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:?\d{2})$/

/** RFC 3339, with or without the colon in the offset; fractions down to nanoseconds. */
export function fromIso8601(text: string): number | undefined {
  const [, date, time, fraction = '', zone = ''] = ISO.exec(text) ?? []
  if (date === undefined) return undefined
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3)
  // `Date.parse` takes the 31st of February for the 2nd of March.
  const day = finite(Date.parse(`${date}T00:00:00Z`))
  if (day === undefined || new Date(day).toISOString().slice(0, 10) !== date) return undefined
  return finite(Date.parse(`${date}T${time}.${milliseconds}${offset}`))
}

const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC)$/

/** RFC 9110 section 5.6.7, preferred form; some senders leave the comma out or write UTC. */
export function fromHttpDate(text: string): number | undefined {
  return HTTP_DATE.test(text) ? finite(Date.parse(text)) : undefined
}

function finite(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) ? milliseconds : undefined
}

export interface Window {
  /** Seconds; 0 means that not even one is allowed. */
  readonly past: number
  readonly future: number
}

/** Whether a time lies in the window around now; both ends belong to it. */
export function isWithin(time: number, now: number, window: Window): boolean {
  const ageSeconds = (now - time) / 1000
  return ageSeconds <= window.past && -ageSeconds <= window.future
}

/** How far a time is from now, in words for the receiver's owner. */
export function distance(time: number, now: number, { past, future }: Window): string {
  const seconds = Math.round(Math.abs(now - time) / 1000)
  return time < now
    ? `${seconds} seconds behind the clock of the receiver, and ${past} are allowed`
    : `${seconds} seconds ahead of the clock of the receiver, and ${future} are allowed`
}
