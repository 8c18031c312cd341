/** The generator and the runtime agree about networks: no config passes that an SDK would refuse. */
import { expect, test } from 'vitest'
import { networkProblem } from '../../../generator/auth/cidr.js'
import { parseNetwork } from '../../../templates/runtime/auth/ip-address.js'

const texts = [
  '192.0.2.0/24',
  '192.0.2.1',
  '0.0.0.0/0',
  '::/0',
  '::1',
  '2001:db8::/32',
  'fd00:0:0:1::/64',
  '::192.0.2.0/120',
  '192.0.2.1/24',
  '192.0.2.0/33',
  '192.0.2.0/024',
  '192.0.2.01',
  '256.0.0.1',
  '192.0.2',
  '2001:db8::1/64',
  '2001:db8::/129',
  '1::2::3',
  ':::',
  '[::1]',
  'fe80::1%eth0',
  'fe80::%eth0/64',
  'localhost',
  '',
  '/8',
  '1:2:3:4:5:6:7:8:9/16',
]

test.each(texts)('%j', (text) => {
  let refused = false
  try {
    parseNetwork(text)
  } catch {
    refused = true
  }
  expect(networkProblem(text) !== undefined).toBe(refused)
})

const problems: [text: string, want: string][] = [
  ['localhost', '"localhost" is no IP network'],
  ['192.0.2.0/33', '"192.0.2.0/33" has no such prefix length'],
  ['192.0.2.1/24', '"192.0.2.1/24" has bits beyond its prefix length'],
]

test.each(problems)('%j: the problem is said', (text, want) => {
  expect(networkProblem(text)).toBe(want)
})
