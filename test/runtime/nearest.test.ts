/** Suggestions: near enough to be meant, or none. */
import { expect, test } from 'vitest'
import { nearest } from '../../templates/runtime/nearest.js'

const names = ['invoice.paid', 'invoice.voided', 'push', 'ping']
const cases: [name: string, want: string | undefined][] = [
  ['invoice.paid', 'invoice.paid'],
  ['invoice.payed', 'invoice.paid'],
  ['invoicevoided', 'invoice.voided'],
  ['pish', 'push'],
  ['pushed', 'push'],
  ['customer', undefined],
  ['', undefined],
]
test.each(cases)('%j is nearest to %j', (name, want) => {
  expect(nearest(name, names)).toBe(want)
})

test('no candidates, no suggestion', () => {
  expect(nearest('push', [])).toBeUndefined()
})
