/** Writes times down as senders do. */

export function toSeconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000))
}

export function toMilliseconds(milliseconds: number): string {
  return String(Math.floor(milliseconds))
}

export function toMicroseconds(milliseconds: number): string {
  return `${Math.floor(milliseconds)}000`
}

export function toNanoseconds(milliseconds: number): string {
  return `${Math.floor(milliseconds)}000000`
}

export function toIso8601(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

export function toHttpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString()
}
