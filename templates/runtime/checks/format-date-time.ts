/** The formats for dates and times: RFC 3339 section 5.6, and ISO 8601 without the time zone. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME = /^(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)(z|[+-]\d{2}(?::?\d{2})?)?$/i
const SEPARATOR = /[t\s]/i

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** `2024-02-29`, where that day exists. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null) return false
  const [year, month, day] = match.slice(1).map(Number)
  return year !== undefined && month !== undefined && day !== undefined
    ? day >= 1 && day <= daysIn(year, month)
    : false
}

/** `23:59:59Z`: a time with its zone. */
export function isTime(text: string): boolean {
  return isClock(text, true)
}

/** `23:59:59`: a time, with a zone or without. */
export function isIsoTime(text: string): boolean {
  return isClock(text, false)
}

/** `2024-02-29T23:59:59Z`: a date, `T` or a space, and a time with its zone. */
export function isDateTime(text: string): boolean {
  return isBoth(text, true)
}

/** `2024-02-29T23:59:59`: the same, with a zone or without. */
export function isIsoDateTime(text: string): boolean {
  return isBoth(text, false)
}

function isBoth(text: string, zoneRequired: boolean): boolean {
  const [date, time, ...rest] = text.split(SEPARATOR, 3)
  if (date === undefined || time === undefined || rest.length > 0) return false
  return isDate(date) && isClock(time, zoneRequired)
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
}

function isClock(text: string, zoneRequired: boolean): boolean {
  const match = TIME.exec(text)
  if (match === null) return false
  const [hour, minute, second] = match.slice(1, 4).map(Number)
  if (hour === undefined || minute === undefined || second === undefined) return false
  const zone = match[4]
  if (zone === undefined && zoneRequired) return false
  const offset = offsetOf(zone ?? 'z')
  if (offset === undefined) return false
  if (hour <= 23 && minute <= 59 && second < 60) return true
  return second < 61 && isLastMinuteOfDay(hour - offset.hours, minute - offset.minutes)
}

interface Offset {
  readonly hours: number
  readonly minutes: number
}

function offsetOf(zone: string): Offset | undefined {
  if (zone === 'z' || zone === 'Z') return { hours: 0, minutes: 0 }
  const sign = zone.startsWith('-') ? -1 : 1
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  return hours <= 23 && minutes <= 59 ? { hours: sign * hours, minutes: sign * minutes } : undefined
}

/** A leap second stands only at the end of a day in UTC; both arguments may be below zero. */
function isLastMinuteOfDay(hour: number, minute: number): boolean {
  const wholeHour = minute < 0 ? hour - 1 : hour
  return (wholeHour === 23 || wholeHour === -1) && (minute === 59 || minute === -1)
}
