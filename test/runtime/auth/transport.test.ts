/** The connection as a proof: facts, proxies that are trusted, and headers that nobody wrote. */
import { expect, test } from 'vitest'
import { encrypted, fromNetwork, transport } from '../../../templates/runtime/auth/transport.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import type { TransportFacts } from '../../../templates/runtime/transport.js'
import { direct, judge, proxies, proxy, type Trial, unknown } from '../../transport/judge.js'

const NOT_ENCRYPTED = 'ERR_PROOF_INVALID the delivery did not come over https'
const NOT_ALLOWED = 'ERR_PROOF_INVALID the delivery did not come from an address that is allowed'

const FORWARDED_PROTO: [string, string] = ['x-forwarded-proto', 'https']
const https: [name: string, trial: Omit<Trial, 'demand'>, want: string][] = [
  ['an encrypted connection', { facts: { encrypted: true } }, 'accepted'],
  ['a plain one', { facts: { encrypted: false } }, NOT_ENCRYPTED],
  ['nobody tells', {}, unknown('the connection')],
  [
    'only the address is known',
    { facts: { remoteAddress: '::1' } },
    unknown('whether the connection is encrypted'),
  ],
  ['a header of the sender', { facts: direct, headers: [FORWARDED_PROTO] }, NOT_ENCRYPTED],
  [
    'a header of the sender, past the proxies',
    { facts: direct, headers: [FORWARDED_PROTO], proxies },
    NOT_ENCRYPTED,
  ],
  ['the header of a proxy', { facts: proxy, headers: [FORWARDED_PROTO], proxies }, 'accepted'],
  ['in capitals', { facts: proxy, headers: [['x-forwarded-proto', 'HTTPS']], proxies }, 'accepted'],
  [
    'a proxy that says http',
    { facts: proxy, headers: [['x-forwarded-proto', 'http']], proxies },
    NOT_ENCRYPTED,
  ],
  [
    'a sender who said it before the proxy did',
    { facts: proxy, headers: [FORWARDED_PROTO, ['x-forwarded-proto', 'http']], proxies },
    NOT_ENCRYPTED,
  ],
  ['a proxy that says nothing', { facts: proxy, proxies }, NOT_ENCRYPTED],
  [
    'an encrypted connection of a proxy that says nothing',
    { facts: { ...proxy, encrypted: true }, proxies },
    NOT_ENCRYPTED,
  ],
  [
    'a proxy inside IPv6',
    { facts: { ...proxy, remoteAddress: '::ffff:10.0.0.1' }, headers: [FORWARDED_PROTO], proxies },
    'accepted',
  ],
  [
    'an address that cannot be read',
    {
      facts: { remoteAddress: 'localhost', encrypted: false },
      headers: [FORWARDED_PROTO],
      proxies,
    },
    NOT_ENCRYPTED,
  ],
  [
    'no address, where proxies are trusted',
    { facts: { encrypted: true }, proxies },
    unknown('the remote address'),
  ],
  [
    'Forwarded',
    {
      facts: proxy,
      headers: [['forwarded', 'for=192.0.2.1;proto=https']],
      proxies: { ...proxies, proto: 'forwarded' },
    },
    'accepted',
  ],
  [
    'Forwarded, of the hop that counts',
    {
      facts: proxy,
      headers: [['forwarded', 'for=192.0.2.9;proto=https, for=192.0.2.1;proto=http']],
      proxies: { ...proxies, proto: 'forwarded' },
    },
    NOT_ENCRYPTED,
  ],
  [
    'no header is named',
    { facts: proxy, proxies: { cidrs: ['10.0.0.0/8'] } },
    'TypeError the proof demands https: say in trustedProxies.proto which header tells',
  ],
  [
    'a network that is none',
    { facts: proxy, proxies: { cidrs: ['10.0.0.1/8'], proto: 'x' } },
    'TypeError "10.0.0.1/8" has bits beyond its prefix length',
  ],
]

test.each(https)('https: %s', async (_name, trial, want) => {
  expect(await judge({ ...trial, demand: encrypted })).toBe(want)
})

const FROM = [['x-forwarded-for', '192.0.2.1']] as const
const addresses: [
  name: string,
  from: 'socket' | 'trustedProxy',
  trial: Omit<Trial, 'demand'>,
  want: string,
][] = [
  ['an allowed socket', 'socket', { facts: direct }, 'accepted'],
  ['another socket', 'socket', { facts: { remoteAddress: '192.0.3.1' } }, NOT_ALLOWED],
  ['no socket', 'socket', { facts: { encrypted: true } }, unknown('the remote address')],
  [
    'a proxy, where the socket counts',
    'socket',
    { facts: proxy, headers: FROM, proxies },
    NOT_ALLOWED,
  ],
  [
    'mistake 32: a header without a proxy',
    'trustedProxy',
    { facts: { remoteAddress: '203.0.113.66' }, headers: FROM, proxies },
    NOT_ALLOWED,
  ],
  ['the sender itself, past the proxies', 'trustedProxy', { facts: direct, proxies }, 'accepted'],
  ['the header of a proxy', 'trustedProxy', { facts: proxy, headers: FROM, proxies }, 'accepted'],
  [
    'mistake 32: what the sender wrote before it',
    'trustedProxy',
    { facts: proxy, headers: [['x-forwarded-for', '192.0.2.1, 203.0.113.66']], proxies },
    NOT_ALLOWED,
  ],
  ['a proxy that says nothing', 'trustedProxy', { facts: proxy, proxies }, NOT_ALLOWED],
  [
    'a proxy that says nonsense',
    'trustedProxy',
    { facts: proxy, headers: [['x-forwarded-for', '192.0.2.1, x']], proxies },
    NOT_ALLOWED,
  ],
  [
    'no proxies are named',
    'trustedProxy',
    { facts: direct },
    'TypeError the proof reads the address from a proxy: say with trustedProxies: { cidrs, forwarded } which ones are trusted and which header tells',
  ],
]

test.each(addresses)('address: %s', async (_name, from, trial, want) => {
  expect(await judge({ ...trial, demand: fromNetwork(['192.0.2.0/24'], from) })).toBe(want)
})

test('b.4 rule 10: a header of the sender never changes what the socket says', async () => {
  const names = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'client-ip', 'true-client-ip']
  for (const name of names) {
    const headers = [[name, name === 'forwarded' ? 'for=192.0.2.1' : '192.0.2.1']] as const
    const trial = { facts: { remoteAddress: '203.0.113.66', encrypted: true }, headers }
    for (const from of ['socket', 'trustedProxy'] as const) {
      const demand = fromNetwork(['192.0.2.0/24'], from)
      expect(await judge({ ...trial, demand, proxies: { ...proxies, forwarded: name } })).toBe(
        NOT_ALLOWED,
      )
    }
  }
})

test('every demand has to be met', async () => {
  const proof = transport([encrypted, fromNetwork(['192.0.2.1'], 'socket')])
  const verdictOf = async (facts: TransportFacts) => {
    const head = readHead({ headers: {}, transport: facts }, [])
    const context = { secrets: { get: () => [] }, now: 0, options: {} }
    return (await proof.verify(createDelivery(head, new Uint8Array()), context)).accepted
  }
  expect(await verdictOf({ encrypted: true, remoteAddress: '192.0.2.1' })).toBe(true)
  expect(await verdictOf({ encrypted: false, remoteAddress: '192.0.2.1' })).toBe(false)
  expect(await verdictOf({ encrypted: true, remoteAddress: '192.0.2.2' })).toBe(false)
})
