/** Reads the client certificate that a trusted proxy writes into a header. */
import { decodeBase64, decodeHex } from '../bytes.js'
import type { HeaderView } from '../headers.js'
import type { CertificateForm, ForwardedCertificate } from '../transport.js'
import { parseItem, parseItems } from './parse-structured-fields.js'
import { certificateBlocks } from './pem-blocks.js'

/** More than any path that is followed. */
const MAX_CHAIN = 8

/** A certificate, or no more than its fingerprint. */
export interface Presented {
  readonly der: Uint8Array | undefined
  /** Certificates of authorities that came along, as DER: whoever sends can bring any. */
  readonly intermediates: readonly Uint8Array[]
  /** SHA-256 of the DER, where the proxy gives only that. */
  readonly hash: Uint8Array | undefined
}

/** Undefined where the header is absent, came twice or is malformed. */
export function readCertificate(
  headers: HeaderView,
  { header, form, chain }: ForwardedCertificate,
): Presented | undefined {
  // A repeated header has no value to trust: the sender may have brought the first.
  const text = headers.get(header)
  if (text === undefined || text === '' || text === '-') return undefined
  const presented = READERS[form](text)
  if (presented === undefined || chain === undefined) return presented
  return { ...presented, intermediates: readChain(headers.values(chain)) }
}

/** RFC 9440 section 2.3: a list, which may be spread over several lines. */
function readChain(values: readonly string[]): readonly Uint8Array[] {
  const items = parseItems(values.join(', ')) ?? []
  const all = items.flatMap(({ bare }) => (bare.kind === 'bytes' ? [bare.value] : []))
  return all.slice(0, MAX_CHAIN)
}

const READERS: Readonly<Record<CertificateForm, (text: string) => Presented | undefined>> = {
  rfc9440: (text) => {
    const item = parseItem(text)
    return item?.bare.kind === 'bytes' ? certificate([item.bare.value]) : undefined
  },
  'escaped-pem': (text) => certificate(escapedPem(text)),
  xfcc: readXfcc,
}

/** Of a chain the certificate of the client comes first. */
function certificate([der, ...intermediates]: readonly Uint8Array[]): Presented | undefined {
  return der === undefined || der.length === 0 ? undefined : { der, intermediates, hash: undefined }
}

/** Percent-encoded, with `+` as itself: it is a digit of base64. None where one is malformed. */
function escapedPem(text: string): readonly Uint8Array[] {
  try {
    const { contents, isAll } = certificateBlocks(decodeURIComponent(text))
    // What is no certificate could be one to somebody else.
    if (!isAll) return []
    const blocks = contents.slice(0, 1 + MAX_CHAIN)
    const all = blocks.flatMap((content) => decodeBase64(content.replace(/\s+/g, '')) ?? [])
    return all.length === blocks.length ? all : []
  } catch {
    return []
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
  const chain = pairs.get('chain')
  if (cert !== undefined || chain !== undefined) return fromXfcc(cert, chain)
  const bytes = hash === undefined ? undefined : decodeHex(hash)
  return bytes?.length === 32 ? { der: undefined, intermediates: [], hash: bytes } : undefined
}

/** `Chain` begins with the client as well. */
function fromXfcc(cert: string | undefined, chain: string | undefined): Presented | undefined {
  const all = certificate(chain === undefined ? [] : escapedPem(chain))
  if (cert === undefined) return all
  const own = certificate(escapedPem(cert))
  return own && { ...own, intermediates: all?.intermediates ?? [] }
}
