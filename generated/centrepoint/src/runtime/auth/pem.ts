/** PEM (RFC 7468): a public key, or the key of a certificate. */
import { decodeBase64 } from '../bytes.js'
import { DER, derChildren, readDer } from './der.js'
import { readSpki } from './spki.js'

const BLOCK = /^-----BEGIN ([A-Z ]+)-----([^-]*)-----END \1-----$/

/** The explicit tag of a certificate's version, which is absent in version 1. */
const VERSION = 0xa0

/**
 * The SPKI of one `PUBLIC KEY` or `CERTIFICATE` block, whose line breaks may be lost; undefined for
 * anything else, several blocks among them: a chain or a bundle does not say which key is meant.
 */
export function fromPem(text: string): Uint8Array | undefined {
  const der = pemBytes(text)
  if (der?.label === 'CERTIFICATE') return certificateKey(der.bytes)
  if (der?.label !== 'PUBLIC KEY') return undefined
  return readSpki(der.bytes) === undefined ? undefined : der.bytes
}

/** What one block of PEM holds. */
export function pemBytes(
  text: string,
): { readonly label: string; readonly bytes: Uint8Array } | undefined {
  const [, label, content = ''] = BLOCK.exec(text.trim()) ?? []
  const bytes = decodeBase64(content.replace(/\s+/g, ''))
  return label === undefined || bytes === undefined ? undefined : { label, bytes }
}

/** The SPKI of a certificate in DER (RFC 5280 section 4.1); who issued it is not looked at. */
export function certificateKey(der: Uint8Array): Uint8Array | undefined {
  const [signed] = derChildren(readDer(der)) ?? []
  const fields = derChildren(signed) ?? []
  const key = fields[fields[0]?.tag === VERSION ? 6 : 5]
  if (key?.tag !== DER.sequence) return undefined
  return readSpki(key.whole) === undefined ? undefined : key.whole
}
