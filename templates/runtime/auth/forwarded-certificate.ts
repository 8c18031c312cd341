/** Reads the client certificate that a trusted proxy writes into a header. */
import { decodeHex } from '../bytes.js'
import type { HeaderView } from '../headers.js'
import type { CertificateForm } from '../transport.js'
import { parseItem } from './parse-structured-fields.js'
import { pemBytes } from './pem.js'

/** Of a chain the certificate of the client comes first. */
const FIRST_BLOCK = /^\s*(-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----)/

/** A certificate, or no more than its fingerprint. */
export interface Presented {
  readonly der: Uint8Array | undefined
  /** SHA-256 of the DER, where the proxy gives only that. */
  readonly hash: Uint8Array | undefined
}

/** Undefined where the header is absent, came twice or is malformed. */
export function readCertificate(
  headers: HeaderView,
  header: string,
  form: CertificateForm,
): Presented | undefined {
  // A repeated header has no value to trust: the sender may have brought the first.
  const text = headers.get(header)
  if (text === undefined || text === '' || text === '-') return undefined
  return READERS[form](text)
}

const READERS: Readonly<Record<CertificateForm, (text: string) => Presented | undefined>> = {
  rfc9440: (text) => {
    const item = parseItem(text)
    return item?.bare.kind === 'bytes' ? certificate(item.bare.value) : undefined
  },
  'escaped-pem': (text) => certificate(escapedPem(text)),
  xfcc: readXfcc,
}

function certificate(der: Uint8Array | undefined): Presented | undefined {
  return der === undefined || der.length === 0 ? undefined : { der, hash: undefined }
}

/** Percent-encoded, with `+` as itself: it is a digit of base64. */
function escapedPem(text: string): Uint8Array | undefined {
  try {
    const [, first = ''] = FIRST_BLOCK.exec(decodeURIComponent(text)) ?? []
    return pemBytes(first)?.bytes
  } catch {
    return undefined
  }
}

const PAIR = /([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^";,=]*))(;|$)/y

/** One element: a second one stands for a hop whose proxy nobody has vouched for. */
function readXfcc(text: string): Presented | undefined {
  const pairs = new Map<string, string>()
  for (let at = 0; at < text.length; ) {
    PAIR.lastIndex = at
    const match = PAIR.exec(text)
    if (match === null) return undefined
    const [whole, name = '', quoted, plain = ''] = match
    const key = name.toLowerCase()
    const isRepeatable = key === 'uri' || key === 'dns'
    if (pairs.has(key) && !isRepeatable) return undefined
    pairs.set(key, quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'))
    at += whole.length
  }
  const hash = pairs.get('hash')
  const cert = pairs.get('cert')
  if (cert !== undefined) return certificate(escapedPem(cert))
  const bytes = hash === undefined ? undefined : decodeHex(hash)
  return bytes?.length === 32 ? { der: undefined, hash: bytes } : undefined
}
