/** Client certificates of the socket, and out of the headers of proxies that are trusted. */
import { expect, test } from 'vitest'
import { clientCertificate } from '../../../templates/runtime/auth/client-certificate.js'
import { encodeBase64 } from '../../../templates/runtime/bytes.js'
import {
  authority,
  derOf,
  type Identity,
  intermediate,
  other,
  pinOf,
  removed,
  sender,
  stranger,
} from '../../transport/certificates.js'
import { direct, judge, proxies, proxy, type Trial, unknown } from '../../transport/judge.js'

const NO_CERTIFICATE = 'ERR_PROOF_MISSING the client presented no certificate'
const NOT_PINNED = 'ERR_PROOF_INVALID the client certificate is none of those that are pinned'

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
    { facts: proxy, proxies: { cidrs: ['10.0.0.0/8'] } },
    'TypeError the proof demands a client certificate: say in trustedProxies.clientCert which header has it',
  ],
]

test.each(certificates)('certificate: %s', async (_name, trial, want) => {
  expect(await judge({ ...trial, demand: pinned })).toBe(want)
})

const NOT_ISSUED =
  'ERR_PROOF_INVALID the client certificate is not of a trusted authority, or not valid now'
const issued = clientCertificate({ authorities: 'CA' })
const pems = (...all: readonly Identity[]) =>
  encodeURIComponent(all.map(({ cert }) => cert).join(''))
const chained = (chain: readonly string[], leaf = removed): Omit<Trial, 'demand'> => ({
  facts: proxy,
  headers: [
    ['client-cert', sf(derOf(leaf))],
    ...chain.map((value) => ['client-cert-chain', value] as const),
  ],
  proxies: {
    ...proxies,
    clientCert: { header: 'client-cert', form: 'rfc9440', chain: 'client-cert-chain' },
  },
})
const [way, root] = [sf(derOf(intermediate)), sf(derOf(authority))]
const ofSocket = (...intermediates: readonly Uint8Array[]) => ({
  encrypted: true,
  clientCertificate: derOf(removed),
  intermediates,
})

const chains: [name: string, trial: Omit<Trial, 'demand'>, want: string][] = [
  ['of the socket', { facts: ofSocket(derOf(intermediate)) }, 'accepted'],
  ['none of the socket', { facts: ofSocket() }, NOT_ISSUED],
  ['of the socket, malformed', { facts: ofSocket(new Uint8Array(9)) }, NOT_ISSUED],
  ['RFC 9440', chained([way]), 'accepted'],
  ['RFC 9440, with the root', chained([`${way}, ${root}`]), 'accepted'],
  ['RFC 9440, on two lines', chained([root, way]), 'accepted'],
  ['RFC 9440, with parameters', chained([`${way};a=1`]), 'accepted'],
  ['RFC 9440, empty', chained([]), NOT_ISSUED],
  ['RFC 9440, malformed', chained([`${way},`]), NOT_ISSUED],
  ['RFC 9440, a text', chained(['"x"']), NOT_ISSUED],
  ['RFC 9440, the ninth', chained([`${`${root}, `.repeat(8)}${way}`]), NOT_ISSUED],
  ['a chain that nobody named', { ...chained([way]), proxies }, NOT_ISSUED],
  ['spoofed: a chain without a proxy', { ...chained([way]), facts: direct }, NO_CERTIFICATE],
  ['AWS', said('x-amzn-mtls-clientcert', 'escaped-pem', pems(removed, intermediate)), 'accepted'],
  [
    'AWS, another one first',
    said('x-amzn-mtls-clientcert', 'escaped-pem', pems(stranger, intermediate, removed)),
    NOT_ISSUED,
  ],
  [
    'AWS, with something between',
    said('x-amzn-mtls-clientcert', 'escaped-pem', `${pems(removed)}x${pems(intermediate)}`),
    NO_CERTIFICATE,
  ],
  [
    'Envoy: certificate and chain',
    said(
      'x-forwarded-client-cert',
      'xfcc',
      `Cert="${pems(removed)}";Chain="${pems(removed, intermediate)}"`,
    ),
    'accepted',
  ],
  [
    'Envoy: the chain alone',
    said('x-forwarded-client-cert', 'xfcc', `Chain="${pems(removed, intermediate)}"`),
    'accepted',
  ],
  [
    'Envoy: the chain of another',
    said(
      'x-forwarded-client-cert',
      'xfcc',
      `Cert="${pems(stranger)}";Chain="${pems(removed, intermediate)}"`,
    ),
    NOT_ISSUED,
  ],
]

test.each(chains)('chain: %s', async (_name, trial, want) => {
  expect(await judge({ ...trial, demand: issued, secrets: { CA: authority.cert } })).toBe(want)
})

test('a header for the chain is of one form only', async () => {
  const clientCert = { header: 'x', form: 'xfcc', chain: 'y' } as const
  expect(await judge({ demand: issued, facts: proxy, proxies: { ...proxies, clientCert } })).toBe(
    'TypeError trustedProxies.clientCert.chain is of the form rfc9440: the others have the chain in the header of the certificate',
  )
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
