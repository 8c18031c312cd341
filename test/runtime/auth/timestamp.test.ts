/** Timestamps: one strict form each, and a window with two ends. */
import { expect, test } from 'vitest'
import {
  fromHttpDate,
  fromIso8601,
  fromMicroseconds,
  fromMilliseconds,
  fromNanoseconds,
  fromSeconds,
  isWithin,
} from '../../../templates/runtime/auth/timestamp.js'
import {
  toHttpDate,
  toIso8601,
  toMicroseconds,
  toMilliseconds,
  toNanoseconds,
  toSeconds,
} from '../../../templates/runtime/testing/timestamps.js'

const READERS = {
  fromHttpDate,
  fromIso8601,
  fromMicroseconds,
  fromMilliseconds,
  fromNanoseconds,
  fromSeconds,
}

const AT = 1_700_000_000_123

const good: [unit: keyof typeof READERS, text: string, want: number][] = [
  ['fromSeconds', '1700000000', 1_700_000_000_000],
  ['fromSeconds', '1614265330', 1_614_265_330_000],
  ['fromSeconds', '0', 0],
  ['fromMilliseconds', '1700000000123', AT],
  ['fromMicroseconds', '1700000000123000', AT],
  ['fromNanoseconds', '1700000000123000000', AT],
  ['fromIso8601', '2023-11-14T22:13:20.123Z', AT],
  ['fromIso8601', '2023-11-14T22:13:20Z', 1_700_000_000_000],
  ['fromIso8601', '2023-11-14t22:13:20.123456789z', AT],
  ['fromIso8601', '2023-11-15 00:13:20.1+02:00', 1_700_000_000_100],
  ['fromIso8601', '2023-11-14T17:13:20-0500', 1_700_000_000_000],
  ['fromIso8601', '2024-02-29T00:00:00Z', 1_709_164_800_000],
  ['fromHttpDate', 'Tue, 14 Nov 2023 22:13:20 GMT', 1_700_000_000_000],
  ['fromHttpDate', 'Tue 14 Nov 2023 22:13:20 UTC', 1_700_000_000_000],
]
test.each(good)('%s of %s', (unit, text, want) => {
  expect(READERS[unit](text)).toBe(want)
})

const bad: [unit: keyof typeof READERS, text: string][] = [
  ...[
    '',
    '1700000000junk',
    '01700000000',
    ' 1700000000',
    '1700000000\n',
    '-1700000000',
    '+1700000000',
    '1.7e9',
    '0x6553f100',
    '1700000000.5',
    'NaN',
    '１７００００００００',
    '1700000000123',
  ].map((text): [keyof typeof READERS, string] => ['fromSeconds', text]),
  ['fromMilliseconds', '1700000000123000'],
  ['fromMicroseconds', '1700000000123000000'],
  ['fromNanoseconds', '170000000012300000000'],
  ['fromIso8601', '2023-11-14T22:13:20'],
  ['fromIso8601', '2023-11-14'],
  ['fromIso8601', '2023-02-31T00:00:00Z'],
  ['fromIso8601', '2023-02-29T00:00:00Z'],
  ['fromIso8601', '2023-13-01T00:00:00Z'],
  ['fromIso8601', '2023-11-14T25:00:00Z'],
  ['fromIso8601', '2023-11-14T22:13:60Z'],
  ['fromIso8601', '2023-11-14T22:13:20+99:00'],
  ['fromIso8601', '2023-11-14T22:13:20.Z'],
  ['fromIso8601', '2023-11-14T22:13:20Zjunk'],
  ['fromIso8601', '1700000000'],
  ['fromHttpDate', 'Tue, 14 Nov 2023 22:13:20 +0000'],
  ['fromHttpDate', 'Tue, 14 Nov 2023 22:13:20'],
  ['fromHttpDate', '14 Nov 2023 22:13:20 GMT'],
  ['fromHttpDate', 'Tue, 14 Nov 2023 25:13:20 GMT'],
  ['fromHttpDate', '2023-11-14T22:13:20Z'],
]
test.each(bad)('%s refuses %j', (unit, text) => {
  expect(READERS[unit](text)).toBeUndefined()
})

const pairs: [unit: keyof typeof READERS, write: (time: number) => string, want: number][] = [
  ['fromSeconds', toSeconds, 1_700_000_000_000],
  ['fromMilliseconds', toMilliseconds, AT],
  ['fromMicroseconds', toMicroseconds, AT],
  ['fromNanoseconds', toNanoseconds, AT],
  ['fromIso8601', toIso8601, AT],
  ['fromHttpDate', toHttpDate, 1_700_000_000_000],
]
test.each(pairs)('%s reads what a test writes', (unit, write, want) => {
  expect(READERS[unit](write(AT))).toBe(want)
})

const NOW = 1_700_000_000_000
const windows: [name: string, ageSeconds: number, past: number, future: number, want: boolean][] = [
  ['now', 0, 300, 300, true],
  ['as old as it may be', 300, 300, 300, true],
  ['a millisecond older', 300.001, 300, 300, false],
  ['as new as it may be', -300, 300, 300, true],
  ['a millisecond newer', -300.001, 300, 300, false],
  ['old, with a wide future', 10, 5, 300, false],
  ['new, with a wide past', -10, 300, 5, false],
  ['now, with no tolerance', 0, 0, 0, true],
  ['a second old, with no tolerance', 1, 0, 0, false],
  ['a second new, with no tolerance', -1, 0, 0, false],
  ['not a number', Number.NaN, 300, 300, false],
]
test.each(windows)('a time that is %s', (_name, age, past, future, want) => {
  expect(isWithin(NOW - age * 1000, NOW, { past, future })).toBe(want)
})

test('the ends of the window hold for every second, not for most', () => {
  for (let seconds = 1_600_000_000; seconds < 1_600_002_000; seconds += 1) {
    const time = fromSeconds(String(seconds))
    expect(time).toBe(seconds * 1000)
  }
})
