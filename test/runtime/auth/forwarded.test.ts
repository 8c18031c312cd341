/** What proxies say of their clients: who is believed, and what is refused. */
import { expect, test } from 'vitest'
import { findClient, readHops } from '../../../templates/runtime/auth/forwarded.js'
import { parseNetwork } from '../../../templates/runtime/auth/ip-address.js'
import { viewHeaders } from '../../../templates/runtime/headers.js'

const PROXIES = ['10.0.0.0/8', 'fd00::/8'].map(parseNetwork)

function clientOf(header: string, ...values: readonly string[]) {
  const pairs = values.map((value): [string, string] => [header, value])
  const hops = readHops(viewHeaders(pairs), header)
  const client = hops && findClient(hops, PROXIES)
  return client && `${[...client.address].join('.')} ${client.hop.proto ?? ''}`.trim()
}

const lists: [name: string, values: string[], want: string | undefined][] = [
  ['one address', ['192.0.2.1'], '192.0.2.1'],
  ['what the sender wrote before it', ['203.0.113.66, 192.0.2.1'], '192.0.2.1'],
  ['a trusted proxy after it', ['203.0.113.66, 192.0.2.1, 10.0.0.7'], '192.0.2.1'],
  ['two headers, as one list', ['203.0.113.66', '192.0.2.1'], '192.0.2.1'],
  ['only trusted proxies: the farthest', ['10.0.0.1, 10.0.0.2'], '10.0.0.1'],
  ['with a port', ['192.0.2.1:4711'], '192.0.2.1'],
  ['IPv4 inside IPv6', ['::ffff:192.0.2.1, [::ffff:10.0.0.1]:80'], '192.0.2.1'],
  ['nonsense before it, which nobody reads', ['unknown, 192.0.2.1'], '192.0.2.1'],
  ['nonsense behind it', ['192.0.2.1, unknown, 10.0.0.1'], undefined],
  ['nonsense behind trusted proxies', ['192.0.2.1, localhost'], undefined],
  ['an empty entry', ['192.0.2.1,'], undefined],
  ['nothing', [], undefined],
  ['an empty header', [''], undefined],
  ['more hops than there can be', [`${'10.0.0.1,'.repeat(64)}10.0.0.1`], undefined],
]

test.each(lists)('mistake 32: X-Forwarded-For: %s', (_name, values, want) => {
  expect(clientOf('X-Forwarded-For', ...values)).toBe(want)
})

const elements: [name: string, values: string[], want: string | undefined][] = [
  ['one hop', ['for=192.0.2.1;proto=https'], '192.0.2.1 https'],
  ['in any case and order', ['Proto=HTTPS;By=10.0.0.1;For=192.0.2.1'], '192.0.2.1 HTTPS'],
  ['quoted, with a port', ['for="[::ffff:192.0.2.1]:4711";proto="https"'], '192.0.2.1 https'],
  [
    'what the sender wrote before it',
    ['for=192.0.2.66;proto=https, for=192.0.2.1;proto=http'],
    '192.0.2.1 http',
  ],
  ['a comma inside quotes', ['for="192.0.2.66, for=192.0.2.7", for=192.0.2.1'], '192.0.2.1'],
  ['an escaped quote', ['by="\\"";for=192.0.2.1'], '192.0.2.1'],
  ['two headers', ['for=192.0.2.66', 'for=192.0.2.1'], '192.0.2.1'],
  ['a name twice in one hop', ['for=192.0.2.66;for=192.0.2.1'], undefined],
  ['obfuscated', ['for=_hidden'], undefined],
  ['unknown', ['for=unknown'], undefined],
  ['no address at all', ['proto=https'], undefined],
  ['a quote that does not end', ['for="192.0.2.1'], undefined],
  ['no value', ['for'], undefined],
  ['a comma at the end', ['for=192.0.2.1,'], undefined],
  ['a semicolon at the end', ['for=192.0.2.1;'], undefined],
]

test.each(elements)('mistake 32: Forwarded: %s', (_name, values, want) => {
  expect(clientOf('forwarded', ...values)).toBe(want)
})
