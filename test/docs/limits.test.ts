/** The figures of docs/limits.md are those of the code. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readLimits } from '../../templates/runtime/limits.js'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d,]+)( MiB)?/gm)]
const documented = rows.map(([, name, figure = '', unit]) => {
  const value = Number(figure.replaceAll(',', ''))
  return [name, unit === undefined ? value : value * 2 ** 20]
})

test('every limit is documented, with its default', () => {
  expect(Object.fromEntries(documented)).toEqual(readLimits())
})

test('the server waits for longer than the receiver', () => {
  const [, requestTimeout = ''] = /requestTimeout: ([\d_]+)/.exec(page) ?? []
  const milliseconds = Number(requestTimeout.replaceAll('_', ''))
  expect(milliseconds).toBeGreaterThan(readLimits().readSeconds * 1000)
})
