/** What orders events, written so that comparing the texts by code unit compares the values. */
import { isDateTime } from '../checks/format-date-time.js'
import { withoutTail } from '../ends.js'

/** Longer than any position. */
const MOST_CHARACTERS = 256

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[Ee]([+-]?\d{1,4}))?$/
const MOST_DIGITS = 100

/** Of numbers written as `0.123 × 10^n`, `n` stays below this on both sides of zero. */
const EXPONENTS = 500

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/
const MINUTE_MILLISECONDS = 60_000
/** Before and after these the year has more than four digits. */
const FIRST_MINUTE = Date.parse('0000-01-01T00:00:00Z')
const LAST_MINUTE = Date.parse('9999-12-31T23:59:00Z')

const TEXT = /^[\x20-\x7e]{1,128}$/

/**
 * The position of a decimal number; absent for anything else, and for numbers that are too long.
 *
 * Equal numbers have one position, however they are written: `10`, `10.0` and `1e1`.
 */
export function numberPosition(value: string | undefined): string | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] = NUMBER.exec(short(value)) ?? []
  if (sign === undefined) return undefined
  const all = whole + fraction
  const digits = withoutTail(all.replace(/^0+/, ''), '0')
  // The letters keep negative numbers before zero, and zero before the rest.
  if (digits === '') return 'o'
  const zeros = all.length - all.replace(/^0+/, '').length
  const exponent = whole.length - zeros + Number(power)
  if (digits.length > MOST_DIGITS || Math.abs(exponent) >= EXPONENTS) return undefined
  const rank = sign === '-' ? EXPONENTS - exponent : EXPONENTS + exponent
  const size = String(rank).padStart(3, '0')
  if (sign === '') return `p${size}${digits}`
  // Of negative numbers the larger digit is the smaller number, and a further one as well.
  return `n${size}${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}~`
}

/** The position of a time of RFC 3339, to the last digit of its fraction; absent for anything else. */
export function timePosition(value: string | undefined): string | undefined {
  const text = short(value).toUpperCase()
  const [, date, clock, seconds, fraction = '', zone] = TIME.exec(text) ?? []
  if (date === undefined || zone === undefined || !isDateTime(text)) return undefined
  const digits = withoutTail(fraction, '0')
  if (digits.length > MOST_DIGITS) return undefined
  // Seconds stay as they are: no offset changes them, and one of them may be a leap second.
  const minute = Date.parse(`${date}T${clock}:00Z`) - offset(zone)
  if (!(minute >= FIRST_MINUTE && minute <= LAST_MINUTE)) return undefined
  const utc = new Date(minute).toISOString()
  return `${utc.slice(0, 'yyyy-mm-ddThh:mm'.length)}${seconds}${digits === '' ? '' : `.${digits}`}`
}

/** The text itself, where it is short and of printable ASCII; otherwise absent. */
export function textPosition(value: string | undefined): string | undefined {
  return TEXT.test(value ?? '') ? value : undefined
}

function short(value: string | undefined): string {
  return value === undefined || value.length > MOST_CHARACTERS ? '' : value
}

function offset(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MILLISECONDS
}
