/** The connection as a proof: facts, proxies that are trusted, and headers that nobody wrote. */
import { expect, test } from 'vitest'
import { clientCertificate } from '../../../templates/runtime/auth/client-certificate.js'
import {
  type Demand,
  encrypted,
  fromNetwork,
  transport,
} from '../../../templates/runtime/auth/transport.js'
import { encodeBase64 } from '../../../templates/runtime/bytes.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import { isWebhookError } from '../../../templates/runtime/errors.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import type { TransportFacts, TrustedProxies } from '../../../templates/runtime/transport.js'
import { authority, derOf, other, pinOf, sender } from '../../transport/certificates.js'

interface Trial {
  readonly demand: Demand
  readonly facts?: TransportFacts
  readonly headers?: readonly (readonly [string, string])[]
  readonly proxies?: TrustedProxies
}

async function judge({ demand, facts, headers = [], proxies }: Trial): Promise<string> {
  const options: ReceiverOptions = { trustedProxies: proxies }
  const proof = transport([demand])
  try {
    proof.configure?.(options)
    const head = readHead({ headers, transport: facts }, [])
    const context = { secrets: { get: () => [] }, now: Date.now(), options }
    const verdict = await proof.verify(createDelivery(head, new Uint8Array()), context)
    return verdict.accepted ? 'accepted' : `${verdict.code} ${verdict.reason}`
  } catch (error) {
    if (isWebhookError(error)) return `${error.code} ${error.message}`
    if (error instanceof TypeError) return `TypeError ${error.message}`
    throw error
  }
}

const CONFIGURE =
  'nothing here tells it: create the receiver with { transport: (request) => ({ encrypted, remoteAddress, … }) }, or put "transport" into the delivery'
const unknown = (fact: string) => `ERR_TRANSPORT_UNKNOWN the proof needs ${fact}, and ${CONFIGURE}`
const NOT_ENCRYPTED = 'ERR_PROOF_INVALID the delivery did not come over https'
const NOT_ALLOWED = 'ERR_PROOF_INVALID the delivery did not come from an address that is allowed'
const NO_CERTIFICATE = 'ERR_PROOF_MISSING the client presented no certificate'
const NOT_PINNED = 'ERR_PROOF_INVALID the client certificate is none of those that are pinned'

const FORWARDED_PROTO: [string, string] = ['x-forwarded-proto', 'https']
const proxies: TrustedProxies = {
  cidrs: ['10.0.0.0/8'],
  forwarded: 'x-forwarded-for',
  proto: 'x-forwarded-proto',
  clientCert: { header: 'client-cert', form: 'rfc9440' },
}
const proxy = { remoteAddress: '10.0.0.1', encrypted: false }
const direct = { remoteAddress: '192.0.2.1', encrypted: false }

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
    { facts: proxy, proxies: { cidrs: [] } },
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

const pinned = clientCertificate({ fingerprints: [pinOf(sender).replace(/:/g, '')] })
const sf = (bytes: Uint8Array) => `:${encodeBase64(bytes)}:`
const pem = encodeURIComponent(sender.cert)
const hash = pinOf(sender).replace(/:/g, '').toLowerCase()
const said = (header: string, form: 'rfc9440' | 'escaped-pem' | 'xfcc', ...values: string[]) => ({
  facts: proxy,
  headers: values.map((value) => [header, value] as const),
  proxies: { ...proxies, clientCert: { header, form } },
})

const certificates: [name: string, trial: Omit<Trial, 'demand'>, want: string][] = [
  ['of the socket', { facts: { encrypted: true, clientCertificate: derOf(sender) } }, 'accepted'],
  [
    'another of the socket',
    { facts: { encrypted: true, clientCertificate: derOf(other) } },
    NOT_PINNED,
  ],
  ['none on the socket', { facts: { encrypted: true } }, NO_CERTIFICATE],
  ['a plain connection', { facts: { encrypted: false } }, NO_CERTIFICATE],
  ['nobody tells', { facts: { remoteAddress: '::1' } }, unknown('the client certificate')],
  [
    'spoofed: a header without a proxy',
    { facts: direct, headers: [['client-cert', sf(derOf(sender))]], proxies },
    NO_CERTIFICATE,
  ],
  [
    'spoofed: a header where no proxy is trusted',
    { facts: direct, headers: [['client-cert', sf(derOf(sender))]] },
    NO_CERTIFICATE,
  ],
  [
    'the certificate of the proxy itself',
    { facts: { ...proxy, encrypted: true, clientCertificate: derOf(sender) }, proxies },
    NO_CERTIFICATE,
  ],
  ['RFC 9440', said('client-cert', 'rfc9440', sf(derOf(sender))), 'accepted'],
  [
    'RFC 9440, twice',
    said('client-cert', 'rfc9440', sf(derOf(sender)), sf(derOf(sender))),
    NO_CERTIFICATE,
  ],
  [
    'RFC 9440, joined',
    said('client-cert', 'rfc9440', `${sf(derOf(sender))}, ${sf(derOf(sender))}`),
    NO_CERTIFICATE,
  ],
  [
    'RFC 9440, bare base64',
    said('client-cert', 'rfc9440', encodeBase64(derOf(sender))),
    NO_CERTIFICATE,
  ],
  ['RFC 9440, empty', said('client-cert', 'rfc9440', '::'), NO_CERTIFICATE],
  ['nginx', said('x-client-cert', 'escaped-pem', pem), 'accepted'],
  ['nginx without a certificate', said('x-client-cert', 'escaped-pem', ''), NO_CERTIFICATE],
  ['nginx with a broken escape', said('x-client-cert', 'escaped-pem', '%E0%A4%A'), NO_CERTIFICATE],
  [
    'AWS, where + is left as it is',
    said(
      'x-amzn-mtls-clientcert',
      'escaped-pem',
      pem.replace(/%2B/g, '+').replace(/%2F/g, '/').replace(/%3D/g, '='),
    ),
    'accepted',
  ],
  [
    'AWS, with a chain',
    said('x-amzn-mtls-clientcert', 'escaped-pem', pem + encodeURIComponent(authority.cert)),
    'accepted',
  ],
  [
    'AWS, with the wrong one first',
    said('x-amzn-mtls-clientcert', 'escaped-pem', encodeURIComponent(other.cert) + pem),
    NOT_PINNED,
  ],
  [
    'Envoy: its hash',
    said('x-forwarded-client-cert', 'xfcc', `By=spiffe://a;Hash=${hash};Subject="CN=\\"a\\",O=b"`),
    'accepted',
  ],
  [
    'Envoy: another hash',
    said(
      'x-forwarded-client-cert',
      'xfcc',
      `Hash=${hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`,
    ),
    NOT_PINNED,
  ],
  ['Envoy: a short hash', said('x-forwarded-client-cert', 'xfcc', 'Hash=00ff'), NO_CERTIFICATE],
  [
    'Envoy: the certificate',
    said('x-forwarded-client-cert', 'xfcc', `Cert="${pem}";URI=a;URI=b`),
    'accepted',
  ],
  [
    'Envoy: another certificate, with the right hash',
    said(
      'x-forwarded-client-cert',
      'xfcc',
      `Hash=${hash};Cert="${encodeURIComponent(other.cert)}"`,
    ),
    NOT_PINNED,
  ],
  [
    'Envoy: two hops',
    said('x-forwarded-client-cert', 'xfcc', `Hash=${hash},Hash=${hash}`),
    NO_CERTIFICATE,
  ],
  [
    'Envoy: a hash twice',
    said('x-forwarded-client-cert', 'xfcc', `Hash=${hash};Hash=${hash}`),
    NO_CERTIFICATE,
  ],
  ['Envoy: nonsense', said('x-forwarded-client-cert', 'xfcc', '"'), NO_CERTIFICATE],
  [
    'no header is named',
    { facts: proxy, proxies: { cidrs: [] } },
    'TypeError the proof demands a client certificate: say in trustedProxies.clientCert which header has it',
  ],
]

test.each(certificates)('certificate: %s', async (_name, trial, want) => {
  expect(await judge({ ...trial, demand: pinned })).toBe(want)
})

test.each([
  [true, 'accepted'],
  [false, 'ERR_PROOF_INVALID nobody has verified the client certificate'],
])('a name counts where the proxy verifies: %s', async (verified, want) => {
  const clientCert = { header: 'client-cert', form: 'rfc9440', verified } as const
  const demand = clientCertificate({ names: ['hooks.acme.test'] })
  const headers = [['client-cert', sf(derOf(sender))]] as const
  expect(await judge({ demand, facts: proxy, headers, proxies: { ...proxies, clientCert } })).toBe(
    want,
  )
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
