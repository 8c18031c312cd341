/** Client certificates: what is pinned, issued and named, and everything that only looks like it. */
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import type { CertificateRule } from '../../../templates/runtime/auth/client-certificate.js'
import { createSecretSource } from '../../../templates/runtime/secrets.js'
import type { TransportFacts } from '../../../templates/runtime/transport.js'
import * as made from '../../transport/certificates.js'
import { SIDES } from '../sides.js'

const { authority, impostor, other, rsaAuthority, rsaSender, sender, stranger } = made
const pin = (identity: made.Identity) => made.pinOf(identity).replace(/:/g, '').toLowerCase()
const DAY = 86_400_000

interface Trial {
  readonly facts?: TransportFacts
  readonly ca?: string
  readonly now?: number
}

async function judge(
  rule: CertificateRule,
  identity: made.Identity | undefined,
  trial: Trial = {},
) {
  const { transport } = await import('../../../templates/runtime/auth/transport.js')
  const { clientCertificate } = await import(
    '../../../templates/runtime/auth/client-certificate.js'
  )
  const { createDelivery } = await import('../../../templates/runtime/delivery.js')
  const { readHead } = await import('../../../templates/runtime/delivery-input.js')
  const proof = transport([clientCertificate(rule)])
  const clientCertificateBytes = identity && made.derOf(identity)
  const facts = { encrypted: true, clientCertificate: clientCertificateBytes, ...trial.facts }
  const delivery = createDelivery(readHead({ headers: {}, transport: facts }, []), new Uint8Array())
  const secrets = await createSecretSource([{ name: 'CA', optional: false, isKey: true }], {
    CA: trial.ca ?? authority.cert,
  }).resolve(delivery)
  proof.prepare(secrets)
  const verdict = await proof.verify(delivery, { secrets, now: trial.now ?? NOW, options: {} })
  return verdict.accepted ? 'accepted' : verdict.reason
}

const NOT_PINNED = 'the client certificate is none of those that are pinned'
const NOT_ISSUED = 'the client certificate is not of a trusted authority, or not valid now'
const NOT_NAMED = 'the client certificate bears none of the names that are expected'
const UNVERIFIED = 'nobody has verified the client certificate'

const odd = (name: string, extensions: readonly string[], issuer = authority) =>
  made.makeCertificate({ name, issuer, extensions })
const forServers = odd('for-servers', ['extendedKeyUsage=serverAuth'])
const unmarked = odd('unmarked', ['basicConstraints=CA:FALSE'])
const unknown = odd('unknown', [...made.CLIENT, '1.2.3.4=critical,ASN1:NULL'])
const nulName = odd('nul', [
  ...made.CLIENT,
  'subjectAltName=DER:30:1a:82:18:68:6f:6f:6b:73:2e:61:63:6d:65:2e:74:65:73:74:00:65:76:69:6c:2e:61:62',
])
const leafIssued = odd('leaf-issued', made.CLIENT, sender)
const p384 = made.makeCertificate({ name: 'p384', extensions: made.AUTHORITY, curve: 'P-384' })
const ofP384 = odd('of-p384', made.CLIENT, p384)

/** After the last certificate was made: none of them is valid before. */
const NOW = Date.now()

const cases: [
  name: string,
  rule: CertificateRule,
  who: made.Identity | undefined,
  trial: Trial,
  want: string,
][] = [
  ['the pinned one', { fingerprints: [pin(sender)] }, sender, {}, 'accepted'],
  ['one of several pins', { fingerprints: [pin(other), pin(sender)] }, sender, {}, 'accepted'],
  ['another of the same authority', { fingerprints: [pin(sender)] }, other, {}, NOT_PINNED],
  ['none', { fingerprints: [pin(sender)] }, undefined, {}, 'the client presented no certificate'],
  ['of the authority', { authorities: 'CA' }, sender, {}, 'accepted'],
  [
    'wrong CA: same name, other key',
    { authorities: 'CA' },
    odd('of-impostor', made.CLIENT, impostor),
    {},
    NOT_ISSUED,
  ],
  ['wrong CA', { authorities: 'CA' }, stranger, {}, NOT_ISSUED],
  ['of an RSA authority', { authorities: 'CA' }, rsaSender, { ca: rsaAuthority.cert }, 'accepted'],
  ['of a P-384 authority', { authorities: 'CA' }, ofP384, { ca: p384.cert }, 'accepted'],
  [
    'of the second of two authorities',
    { authorities: 'CA' },
    sender,
    { ca: impostor.cert + authority.cert },
    'accepted',
  ],
  ['issued by a client', { authorities: 'CA' }, leafIssued, { ca: sender.cert }, NOT_ISSUED],
  ['expired', { authorities: 'CA' }, sender, { now: NOW + 3 * DAY }, NOT_ISSUED],
  ['not yet valid', { authorities: 'CA' }, sender, { now: NOW - DAY }, NOT_ISSUED],
  ['meant for servers', { authorities: 'CA' }, forServers, {}, NOT_ISSUED],
  ['without a purpose', { authorities: 'CA' }, unmarked, {}, 'accepted'],
  ['with a critical extension that nobody knows', { authorities: 'CA' }, unknown, {}, NOT_ISSUED],
  [
    'the authority vouches for the TLS layer',
    { authorities: 'CA' },
    stranger,
    { facts: { authorized: true } },
    NOT_ISSUED,
  ],
  [
    'a host name in another case',
    { names: ['hooks.ACME.test'] },
    sender,
    { facts: { authorized: true } },
    'accepted',
  ],
  [
    'a URI',
    { names: ['spiffe://acme/hooks'] },
    sender,
    { facts: { authorized: true } },
    'accepted',
  ],
  [
    'a URI in another case',
    { names: ['spiffe://ACME/hooks'] },
    sender,
    { facts: { authorized: true } },
    NOT_NAMED,
  ],
  [
    'an e-mail address',
    { names: ['ops@acme.test'] },
    sender,
    { facts: { authorized: true } },
    'accepted',
  ],
  [
    'the common name alone',
    { names: ['sender'] },
    sender,
    { facts: { authorized: true } },
    NOT_NAMED,
  ],
  [
    'a name with a NUL',
    { names: ['hooks.acme.test'] },
    nulName,
    { facts: { authorized: true } },
    NOT_NAMED,
  ],
  ['a name on what nobody verified', { names: ['hooks.acme.test'] }, sender, {}, UNVERIFIED],
  [
    'a name on what the authority issued',
    { names: ['hooks.acme.test'], authorities: 'CA' },
    sender,
    {},
    'accepted',
  ],
  [
    'a name on what is pinned',
    { names: ['hooks.acme.test'], fingerprints: [pin(sender)] },
    sender,
    {},
    'accepted',
  ],
]

describe.each(SIDES)('%s', (_side, lookup) => {
  test.each(cases)('%s', async (_name, rule, identity, trial, want) => {
    const original = process.getBuiltinModule
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    try {
      expect(await judge(rule, identity, trial)).toBe(want)
    } finally {
      Object.assign(process, { getBuiltinModule: original })
    }
  })
})

test.each([
  ['no certificate at all', 'x'],
  ['a key', readFileSync(authority.keyFile, 'utf8')],
  ['a certificate cut short', authority.cert.replace(/.{40}\n-----END/s, '\n-----END')],
])('authorities that are %s are refused when the receiver is created', async (_name, ca) => {
  await expect(judge({ authorities: 'CA' }, sender, { ca })).rejects.toThrow(
    'the secret CA is no certificate in PEM or base64',
  )
})

test('a pin that is none is refused', async () => {
  await expect(judge({ fingerprints: ['00ff'] }, sender)).rejects.toThrow(
    new TypeError('"00ff" is no SHA-256 fingerprint'),
  )
})

test.each([
  ['every prefix', (der: Uint8Array, at: number) => der.subarray(0, at)],
  [
    'every changed byte',
    (der: Uint8Array, at: number) => der.map((byte, index) => (index === at ? byte ^ 1 : byte)),
  ],
])('a certificate that was changed is never accepted: %s', async (_name, change) => {
  const { parseCertificate } = await import('../../../templates/runtime/auth/x509.js')
  const { leadsToAuthority } = await import('../../../templates/runtime/auth/client-path.js')
  const der = made.derOf(sender)
  const [trusted] = [parseCertificate(made.derOf(authority))].filter((one) => one !== undefined)
  const accepted: number[] = []
  for (let at = 0; at < der.length; at++) {
    const certificate = parseCertificate(change(der, at))
    const authorities = trusted === undefined ? [] : [trusted]
    const rule = { intermediates: [], authorities, now: NOW }
    if (certificate !== undefined && (await leadsToAuthority(certificate, rule))) accepted.push(at)
  }
  expect(accepted).toEqual([])
})
