/** PEM (RFC 7468): a public key, or the key of a certificate, in the forms in which people keep it. */
import { decodeBase64 } from '../bytes.js'
import { DER, derChildren, derUnsigned, readDer, writeDer } from './der.js'
import { OID, readSpki, writeSpki } from './spki.js'

const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----$/

/** The explicit tag of a certificate's version, which is absent in version 1. */
const VERSION = 0xa0

/** How base64 of a whole PEM begins, as variables of an environment often hold one. */
const WRAPPED = 'LS0tLS1CRUdJTi'

/**
 * The SPKI of one block of PEM: a public key, that of RSA alone (PKCS#1) or a certificate. Line breaks
 * may be lost or written out (`\\n`), the lines indented, the block alone or all of it in base64.
 * Undefined for anything else, several blocks among them: a chain or a bundle does not say which key is
 * meant.
 */
export function fromPem(text: string): Uint8Array | undefined {
  const plain = plainPem(text)
  if (!plain.startsWith('-')) {
    const der = decodeBase64(plain.replace(/\s+/g, ''))
    return der && (publicKey(der) ?? rsaKey(der) ?? certificateKey(der))
  }
  const block = pemBytes(plain)
  return block && READERS.get(block.label)?.(block.bytes)
}

/** The text as tools print it, of all the forms in which people keep it. */
export function plainPem(text: string): string {
  const bare = text
    .replace(/\\{1,2}[rn]/g, '\n')
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()
  if (!bare.startsWith(WRAPPED)) return bare
  const bytes = decodeBase64(bare.replace(/\s+/g, ''))
  return bytes === undefined ? bare : new TextDecoder().decode(bytes).trim()
}

/** What one block of PEM holds. */
export function pemBytes(
  text: string,
): { readonly label: string; readonly bytes: Uint8Array } | undefined {
  const [, label, content = ''] = BLOCK.exec(text.trim()) ?? []
  const bytes = decodeBase64(content.replace(/\s+/g, ''))
  return label === undefined || bytes === undefined ? undefined : { label, bytes }
}

const READERS: ReadonlyMap<string, (der: Uint8Array) => Uint8Array | undefined> = new Map([
  ['PUBLIC KEY', publicKey],
  ['RSA PUBLIC KEY', rsaKey],
  ['CERTIFICATE', certificateKey],
  ['X509 CERTIFICATE', certificateKey],
])

function publicKey(der: Uint8Array): Uint8Array | undefined {
  return readSpki(der) === undefined ? undefined : der
}

/** PKCS#1 (RFC 8017, appendix A.1.1): modulus and exponent, and nothing that says of what. */
function rsaKey(der: Uint8Array): Uint8Array | undefined {
  const numbers = (derChildren(readDer(der)) ?? []).map(derUnsigned)
  const isPair = numbers.length === 2 && !numbers.includes(undefined)
  return isPair ? writeSpki(OID.rsa, writeDer(DER.null), der) : undefined
}

/** The SPKI of a certificate in DER (RFC 5280 section 4.1); who issued it is not looked at. */
export function certificateKey(der: Uint8Array): Uint8Array | undefined {
  const [signed] = derChildren(readDer(der)) ?? []
  const fields = derChildren(signed) ?? []
  const key = fields[fields[0]?.tag === VERSION ? 6 : 5]
  if (key?.tag !== DER.sequence) return undefined
  return readSpki(key.whole) === undefined ? undefined : key.whole
}
