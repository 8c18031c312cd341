/** Certificates for tests, made anew with the openssl command. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/folders.js'

export interface Identity {
  readonly key: string
  readonly cert: string
  readonly keyFile: string
  readonly certFile: string
}

interface Wish {
  readonly name: string
  /** The common name, where it is another. */
  readonly subject?: string
  readonly extensions: readonly string[]
  readonly issuer?: Identity
  readonly curve?: string
  readonly rsa?: number
  readonly days?: number
}

const folder = temporaryFolder()
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' })

/** A certificate, signed by its issuer, or by itself. */
export function makeCertificate({
  name,
  subject = name,
  extensions,
  issuer,
  curve = 'P-256',
  rsa,
  days = 2,
}: Wish): Identity {
  const file = (ending: string) => join(folder, `${name}.${ending}`)
  const kind = rsa ? ['RSA', `rsa_keygen_bits:${rsa}`] : ['EC', `ec_paramgen_curve:${curve}`]
  openssl('genpkey', '-algorithm', kind[0] ?? '', '-pkeyopt', kind[1] ?? '', '-out', file('key'))
  openssl('req', '-new', '-key', file('key'), '-subj', `/CN=${subject}`, '-out', file('csr'))
  writeFileSync(file('ext'), extensions.join('\n'))
  const signer = issuer
    ? ['-CA', issuer.certFile, '-CAkey', issuer.keyFile, '-CAcreateserial']
    : ['-signkey', file('key')]
  const request = ['x509', '-req', '-in', file('csr'), '-extfile', file('ext'), '-sha256']
  openssl(...request, ...signer, '-days', String(days), '-out', file('crt'))
  return {
    key: readFileSync(file('key'), 'utf8'),
    cert: readFileSync(file('crt'), 'utf8'),
    keyFile: file('key'),
    certFile: file('crt'),
  }
}

const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']
const CLIENT = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=clientAuth']

export const authority = makeCertificate({ name: 'authority', extensions: AUTHORITY })
/** An authority below it. */
export const intermediate = makeCertificate({
  name: 'intermediate',
  extensions: AUTHORITY,
  issuer: authority,
})
/** It has the name of the authority, and another key. */
export const impostor = makeCertificate({
  name: 'impostor',
  subject: 'authority',
  extensions: AUTHORITY,
})
export const rsaAuthority = makeCertificate({
  name: 'rsa-authority',
  extensions: AUTHORITY,
  rsa: 2048,
})

export const NAMES = [
  'subjectAltName=DNS:Hooks.acme.test,URI:spiffe://acme/hooks,email:ops@acme.test',
]

const client = (name: string, issuer: Identity, extensions: readonly string[] = []) =>
  makeCertificate({ name, issuer, extensions: [...CLIENT, ...NAMES, ...extensions] })

export const sender = client('sender', authority)
export const other = client('other', authority)
/** Of the intermediate, and so of the authority by way of it. */
export const removed = client('removed', intermediate)
export const stranger = client('stranger', impostor)
export const rsaSender = client('rsa-sender', rsaAuthority)
export const server = makeCertificate({
  name: 'localhost',
  issuer: authority,
  extensions: ['subjectAltName=DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'],
})

export const derOf = ({ cert }: Identity): Uint8Array =>
  new Uint8Array(new X509Certificate(cert).raw)
export const pinOf = ({ cert }: Identity): string => new X509Certificate(cert).fingerprint256
export { AUTHORITY, CLIENT }
