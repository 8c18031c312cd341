/** Addresses and networks: every text of one address is the same, and no other text is one. */
import { expect, test } from 'vitest'
import {
  isInAny,
  parseAddress,
  parseNetwork,
  parseNode,
} from '../../../templates/runtime/auth/ip-address.js'

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

const addresses: [text: string, want: string | undefined][] = [
  ['192.0.2.1', 'c0000201'],
  ['0.0.0.0', '00000000'],
  ['255.255.255.255', 'ffffffff'],
  ['256.0.0.1', undefined],
  ['192.0.2', undefined],
  ['192.0.2.1.1', undefined],
  ['192.0.2.01', undefined],
  ['0x7f.0.0.1', undefined],
  ['2130706433', undefined],
  ['192.0.2.1 ', undefined],
  [' 192.0.2.1', undefined],
  ['192.0.2.1%eth0', undefined],
  ['', undefined],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:DB8::ff', '20010db80000000000000000000000ff'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1::8', '00010000000000000000000000000008'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['::2:3:4:5:6:7:8', '00000002000300040005000600070008'],
  ['1:2:3:4::5:6:7:8', undefined],
  ['1:2:3:4:5:6:7', undefined],
  ['1:2:3:4:5:6:7:8:9', undefined],
  ['1::2::3', undefined],
  [':::', undefined],
  [':1:2:3:4:5:6:7', undefined],
  ['12345::', undefined],
  ['g::', undefined],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ['fe80::1%', undefined],
  ['fe80::1%a b', undefined],
  ['::ffff:192.0.2.1', 'c0000201'],
  ['::FFFF:c000:0201', 'c0000201'],
  ['::192.0.2.1', '000000000000000000000000c0000201'],
  ['64:ff9b::192.0.2.1', '0064ff9b0000000000000000c0000201'],
  ['::192.0.2.1:1', undefined],
  ['192.0.2.1::', undefined],
  ['::ffff:192.0.2.256', undefined],
  ['[::1]', undefined],
]

test.each(addresses)('%j is %s', (text, want) => {
  expect(hex(parseAddress(text))).toBe(want)
})

const nodes: [text: string, want: string | undefined][] = [
  ['192.0.2.1', 'c0000201'],
  ['192.0.2.1:4711', 'c0000201'],
  ['192.0.2.1:', undefined],
  ['192.0.2.1:port', undefined],
  ['192.0.2.1:123456', undefined],
  ['[::1]', '00000000000000000000000000000001'],
  ['[::1]:443', '00000000000000000000000000000001'],
  ['[::ffff:192.0.2.1]:443', 'c0000201'],
  ['[fe80::1%eth0]:1', 'fe800000000000000000000000000001'],
  ['[192.0.2.1]', undefined],
  ['[::1', undefined],
  ['::1', '00000000000000000000000000000001'],
  ['::1:443', '00000000000000000000000000010443'],
  ['unknown', undefined],
  ['_hidden', undefined],
]

test.each(nodes)('a proxy writes %j: %s', (text, want) => {
  expect(hex(parseNode(text))).toBe(want)
})

const members: [network: string, address: string, want: boolean][] = [
  ['192.0.2.0/24', '192.0.2.255', true],
  ['192.0.2.0/24', '192.0.3.0', false],
  ['192.0.2.0/24', '::ffff:192.0.2.7', true],
  ['192.0.2.8/29', '192.0.2.15', true],
  ['192.0.2.8/29', '192.0.2.16', false],
  ['192.0.2.1', '192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '2001:db8::1', true],
  ['::/0', '192.0.2.1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['::ffff:192.0.2.0/120', '192.0.2.9', true],
  ['::ffff:192.0.2.0/120', '192.0.3.9', false],
]

test.each(members)('mistake 32: %s and %s: %s', (network, text, want) => {
  const address = parseAddress(text)
  expect(address && isInAny([parseNetwork(network)], address)).toBe(want)
})

const wrong: [network: string, message: string][] = [
  ['example.com', '"example.com" is no IP network'],
  ['192.0.2.0/', '"192.0.2.0/" is no IP network'],
  ['192.0.2.0/024', '"192.0.2.0/024" is no IP network'],
  ['fe80::%eth0/64', '"fe80::%eth0/64" is no IP network'],
  ['192.0.2.0/33', '"192.0.2.0/33" has no such prefix length'],
  ['2001:db8::/129', '"2001:db8::/129" has no such prefix length'],
  ['::ffff:192.0.2.0/24', '"::ffff:192.0.2.0/24" has no such prefix length'],
  ['192.0.2.1/24', '"192.0.2.1/24" has bits beyond its prefix length'],
  ['2001:db8::1/64', '"2001:db8::1/64" has bits beyond its prefix length'],
]

test.each(wrong)('%s is no network', (network, message) => {
  expect(() => parseNetwork(network)).toThrow(new TypeError(message))
})
