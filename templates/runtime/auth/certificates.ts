/** Reads certificates out of text: PEM, as many as there are, or the base64 of one. */
import { copyBytes, decodeBase64 } from '../bytes.js'
import { SecretInvalid } from '../errors.js'
import type { Secret, SecretSet } from '../secrets.js'
import { plainPem } from './pem.js'
import { certificateBlocks } from './pem-blocks.js'
import { secretKind } from './secret-kind.js'
import { type Certificate, parseCertificate } from './x509.js'

const decoder = new TextDecoder()

/** The certificates in the order given; undefined where there is none, or one is malformed. */
export function readCertificates(text: string): readonly Certificate[] | undefined {
  const blocks = certificateBlocks(text).contents
  const encoded = blocks.length > 0 ? blocks : [text]
  const all = encoded.map((content) => {
    const der = decodeBase64(content.replace(/\s+/g, ''))
    return der && parseCertificate(der)
  })
  const certificates = all.filter((certificate) => certificate !== undefined)
  return certificates.length === all.length ? certificates : undefined
}

/** The roots that the consumer trusts: the certificates in every value of a secret. */
export interface RootSource {
  /** @throws {SecretInvalid} `ERR_SECRET_INVALID` */
  readonly read: (secrets: SecretSet) => readonly Certificate[]
}

export function rootsOf(name: string): RootSource {
  const known = new WeakMap<Secret, readonly Certificate[]>()
  const parse = (secret: Secret): readonly Certificate[] => {
    const found = known.get(secret) ?? readRoots(name, secret)
    known.set(secret, found)
    return found
  }
  return { read: (secrets) => secrets.get(name).flatMap(parse) }
}

function readRoots(name: string, { value }: Secret): readonly Certificate[] {
  const one = typeof value === 'string' ? undefined : parseCertificate(copyBytes(value))
  if (one !== undefined) return [one]
  const plain = plainPem(typeof value === 'string' ? value : decoder.decode(value))
  const found = readCertificates(plain)
  if (found !== undefined) return found
  const kind = secretKind(plain)
  const given = kind === undefined ? '' : `: it is ${kind}`
  throw new SecretInvalid(`the secret ${name} is no certificate in PEM or base64${given}`)
}
