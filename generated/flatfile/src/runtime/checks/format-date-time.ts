/** The formats for dates and times: RFC 3339 section 5.6, and ISO 8601 without the time zone. */

const DATE_LENGTH = 'yyyy-mm-dd'.length
const CLOCK_LENGTH = 'hh:mm:ss'.length
const SEPARATOR = /[t\s]/i
const ZONE = /^(?:z|[+-]\d{2}(?::?\d{2})?)$/i

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** `2024-02-29`, where that day exists. */
export function isDate(text: string): boolean {
  if (text.length !== DATE_LENGTH || text[4] !== '-' || text[7] !== '-') return false
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  return year >= 0 && day >= 1 && day <= daysIn(year, month)
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
  return (
    isDate(text.slice(0, DATE_LENGTH)) &&
    SEPARATOR.test(text.charAt(DATE_LENGTH)) &&
    isClock(text.slice(DATE_LENGTH + 1), zoneRequired)
  )
}

/** The number that the digits make; `NaN`, which no comparison holds for, where one is none. */
function digits(text: string, start: number, end: number): number {
  let value = 0
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 0x30
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
}

function isClock(text: string, zoneRequired: boolean): boolean {
  if (text[2] !== ':' || text[5] !== ':') return false
  const hour = digits(text, 0, 2)
  const minute = digits(text, 3, 5)
  const second = digits(text, 6, CLOCK_LENGTH)
  const zone = text.slice(endOfFraction(text))
  if (!(hour >= 0 && minute >= 0 && second <= 60)) return false
  if (zone === '' ? zoneRequired : !ZONE.test(zone)) return false
  const sign = zone.startsWith('-') ? -1 : 1
  const zoneHours = zone.length < 3 ? 0 : digits(zone, 1, 3)
  const zoneMinutes = zone.length < 5 ? 0 : digits(zone, zone.length - 2, zone.length)
  if (zoneHours > 23 || zoneMinutes > 59) return false
  if (hour <= 23 && minute <= 59 && second < 60) return true
  return isLastMinuteOfDay(hour - sign * zoneHours, minute - sign * zoneMinutes)
}

/** Where the zone begins: behind the seconds and their fraction. */
function endOfFraction(text: string): number {
  if (text[CLOCK_LENGTH] !== '.') return CLOCK_LENGTH
  let end = CLOCK_LENGTH + 1
  while (digits(text, end, end + 1) >= 0) end++
  return end === CLOCK_LENGTH + 1 ? CLOCK_LENGTH : end
}

/** A leap second stands only at the end of a day in UTC; both arguments may be below zero. */
function isLastMinuteOfDay(hour: number, minute: number): boolean {
  const wholeHour = minute < 0 ? hour - 1 : hour
  return (wholeHour === 23 || wholeHour === -1) && (minute === 59 || minute === -1)
}
