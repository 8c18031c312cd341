/** Parses and prints `timestamp`: where the signed time stands, its unit and its window. */
import type { JsonValue } from '../schema/types.js'
import type { Code } from './code.js'
import { parsePick } from './pick.js'
import { printLambda, printPick } from './print-expr.js'
import { member, number, object, string } from './read.js'
import { checkSeconds } from './seconds.js'
import type { Spot } from './spot.js'
import type { TimestampRule, TimestampUnit } from './types.js'

const DEFAULT_TOLERANCE_SECONDS = 300

/** What a replay may be late by; a day is more than any provider is known to ask for. */
const LONGEST_TOLERANCE_SECONDS = 86_400

const PARSERS: Readonly<Record<TimestampUnit, string>> = {
  s: 'fromSeconds',
  ms: 'fromMilliseconds',
  us: 'fromMicroseconds',
  ns: 'fromNanoseconds',
  iso8601: 'fromIso8601',
  'http-date': 'fromHttpDate',
}

export function parseTimestamp(value: JsonValue, spot: Spot): TimestampRule {
  const node = object(value)
  for (const key of ['past', 'future']) {
    checkSeconds(number(member(node, key), 0), LONGEST_TOLERANCE_SECONDS, spot.at(key))
  }
  return {
    pick: parsePick(node, spot),
    unit: (string(member(node, 'unit')) ?? 's') as TimestampUnit, // sound: the config schema lists them
    past: number(member(node, 'past'), DEFAULT_TOLERANCE_SECONDS),
    future: number(member(node, 'future'), DEFAULT_TOLERANCE_SECONDS),
  }
}

export function printTimestamp(rule: TimestampRule, code: Code): string {
  const parse = code.use(PARSERS[rule.unit], 'auth/timestamp.js')
  return `{ values: ${printLambda(['d'], printPick(rule.pick, code))}, parse: ${parse}, past: ${rule.past}, future: ${rule.future} }`
}
