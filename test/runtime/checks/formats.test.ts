/** Our formats give the verdicts of ajv-formats, in time that grows with the length of the text. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../../generator/emit/validators/formats.js'
import { seeded } from '../../generator/emit/validators/mutate.js'
import { processorTime } from '../../support/processor-time.js'

const require = createRequire(import.meta.url)

type Theirs = RegExp | ((text: string) => boolean) | { validate: (value: unknown) => boolean }
const { fullFormats } = require('ajv-formats/dist/formats') as {
  fullFormats: Readonly<Record<string, Theirs | true>>
}

type Check = (value: unknown) => boolean

async function load(format: string): Promise<Check> {
  const { file, name } = FORMATS.get(format) ?? { file: '', name: '' }
  const module: Readonly<Record<string, Check>> = await import(
    `../../../templates/runtime/checks/${file}.ts`
  )
  const check = module[name]
  if (check === undefined) throw new Error(`${file} has no ${name}`)
  return check
}

function theirs(format: string): Check {
  const found = fullFormats[format]
  if (found === undefined || found === true) throw new Error(`ajv-formats has no ${format}`)
  if (found instanceof RegExp) return (value) => found.test(String(value))
  if (typeof found === 'function') return (value) => found(String(value))
  return (value) => found.validate(value)
}

const NAMES = [...FORMATS.keys()]
const TEXT_FORMATS = NAMES.filter((name) => FORMATS.get(name)?.type === 'string')

const DATES = ['2024-02-29', '2023-02-29', '1900-02-29', '2000-02-29', '2024-13-01', '2024-00-10']
const TIMES = [
  '23:59:60Z',
  '15:59:60-08:00',
  '12:00:00',
  '00:59:60+01:00',
  '22:59:60-0100',
  '12:0:0Z',
]
const MORE_TIMES = [
  '12:00:00.5z',
  '12:00:00.Z',
  '24:00:00Z',
  '00:00:00+24:00',
  '00:00:00+2360',
  '23:59:60.9Z',
]

const SAMPLES = [
  ...[...DATES, 'abcd-02-10', '2024-1-1'],
  ...[...TIMES, ...MORE_TIMES, '23:29:60+23:30', '00:29:60+00:30'],
  ...TIMES.flatMap((time) => [`2024-02-29T${time}`, `2024-02-30 ${time}`, `2024-01-01t${time}`]),
  ...['http://a@b:80/c?d#e', 'urn:a:b', 'a:', 'a:/', 'a://', 'a:///x', 'http://[::1]:8/', 'a:?q'],
  ...[
    'http:/[v1.a:b]',
    'http://[::ffff:1.2.3.04]/"',
    'a:/x@y:80/z',
    '//h/p',
    '?q',
    '#f',
    '',
    'x y',
  ],
  ...['a:%41', 'a:%4', 'a://b:1:2', 'a://u"@h', '1:2', 'a://[', 'https://x.y/a?b=c'],
  ...['http://userid:password@example.com:8080/', 'http://10.1.1.1', 'http://142.42.1.1:8080/'],
  ...['http://a/b@foo.com/x@y', 'http://@foo.com', 'http://a b@foo.com', 'ftp://foo.bar/baz q'],
  ...['http://a.b--c.de/', 'http://1337.net', 'http://172.16.0.1', 'http://☺.damowmow.com/'],
  ...['a@b.c', 'a.b+c@d-e.f', 'a..b@c.d', 'a@b', 'a@-b.c', 'a@b@c.d', 'a@b.c.'],
  ...['a', 'a.', '.', 'a-b', '-a', 'a..b', 'x'.repeat(63), 'x'.repeat(64), 'a_b'],
  ...[`${`${'x'.repeat(49)}.`.repeat(5)}xyz.`, `${`${'x'.repeat(49)}.`.repeat(5)}xyzz`],
  ...['1.2.3.4', '256.1.1.1', '01.2.3.4', '::', '::1', '1::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::'],
  ...['1:2:3:4:5:6:1.2.3.4', '::1:2:3:4:5:1.2.3.4', '1::2::3', ':::', '12345::', '1.2.3.4::', '1:'],
  ...['P1Y2M3DT4H5M6S', 'P', 'PT', 'P1W', 'P1W1D', 'PT1M', 'P1YT', 'P1D2M'],
  ...['/a/b~0~1', '/~', '#/a%20b', '#/~2', '0', '01', '1/a', '0#', '10/~0'],
  ...['123e4567-e89b-12d3-a456-426614174000', 'urn:uuid:123e4567-e89b-12d3-a456-426614174000'],
  ...['YWJj', 'YWI=', 'YQ==', 'YQ=', 'a\nYQ==', 'a\r\nb'],
  ...['a{b}', '{+a:3,b*}', '{a:0}', '{', '%41', '%', '{#x}', '{a,}'],
  ...['[a-z]+', '(', '\\Z', 'a\\Z', '\\\\Z'],
]

const CHARACTERS = ' 0129aAfFgGzZtTPYMDHSW:/?#[]@!$&\'()*+,;=-._~%{}|\\^"<>`\n\r\u2028\u3000é☺ſK'

function* inputs(): Generator<string> {
  yield* SAMPLES
  const random = seeded(7)
  for (let count = 0; count < 20_000; count++) {
    let text = SAMPLES[random(SAMPLES.length)] ?? ''
    for (let changes = 1 + random(3); changes > 0; changes--) {
      const at = random(text.length + 1)
      const character = CHARACTERS.charAt(random(CHARACTERS.length))
      const kept = text.slice(at + random(2))
      text = text.slice(0, at) + (random(4) === 0 ? '' : character) + kept
    }
    yield text
  }
}

test.each(TEXT_FORMATS)('%s agrees with ajv-formats', async (format) => {
  const check = await load(format)
  const reference = theirs(format)
  const differences: string[] = []
  let accepted = 0
  for (const text of inputs()) {
    const want = Boolean(reference(text))
    if (want) accepted++
    if (check(text) !== want) differences.push(`${JSON.stringify(text)} should be ${want}`)
  }
  expect(differences).toEqual([])
  expect(accepted).toBeGreaterThan(10)
})

test.each(['int32', 'int64'])('%s agrees with ajv-formats', async (format) => {
  const check = await load(format)
  const values = [0, -1, 1.5, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) - 1, 1e300]
  expect(values.map(check)).toEqual(values.map(theirs(format)))
})

test('every format of ajv-formats is checked, or is one that every value has', () => {
  const open = ['float', 'double', 'password', 'binary']
  expect([...NAMES, ...open].sort()).toEqual(Object.keys(fullFormats).sort())
})

/** Text that a backtracking expression could try in very many ways. */
const LONG: readonly (readonly [name: string, text: string])[] = [
  ['labels', `${'a-'.repeat(100_000)}!`],
  ['at signs', `http://${'@'.repeat(200_000)}`],
  ['at signs and slashes', `http://${'a@/'.repeat(70_000)} `],
  ['spaces', `http://a.bc/${'a '.repeat(100_000)}`],
  ['dots', `a@${'a.'.repeat(100_000)}`],
  ['colons', ':1'.repeat(100_000)],
  ['digits', `P${'1'.repeat(200_000)}`],
  ['fraction', `2024-02-29T00:00:00.${'1'.repeat(200_000)}`],
  ['percent', `a:${'%41'.repeat(70_000)}%`],
  ['braces', '{a}'.repeat(70_000)],
  ['open braces', '{a,'.repeat(70_000)],
  ['slashes', '/~0'.repeat(70_000)],
]
const MAX_MILLISECONDS = 500

describe.each(TEXT_FORMATS)('%s takes linear time', (format) => {
  test.each(LONG)('%s', async (_name, text) => {
    const check = await load(format)
    const start = processorTime()
    check(text)
    expect(processorTime() - start).toBeLessThan(MAX_MILLISECONDS)
  })
})
