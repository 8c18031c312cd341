/** The demand of a client certificate: pinned, issued by a known authority, or bearing a name. */
import { digest, equalBytes } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { ProofContext, Refused } from '../proof.js'
import type { SecretSet } from '../secrets.js'
import type { ClientCertificate } from './connection.js'
import { isIssuedBy } from './issued-by.js'
import { pemBytes } from './pem.js'
import { bearsName } from './subject-names.js'
import type { Demand } from './transport.js'
import { invalid, missing } from './verdict.js'
import { type Certificate, parseCertificate } from './x509.js'

export interface CertificateRule {
  /** SHA-256 of the DER of each certificate that is allowed. */
  readonly fingerprints?: readonly Uint8Array[]
  /** The secret that holds the authorities, as PEM. */
  readonly authorities?: string
  /** Alternative names, of which the certificate bears at least one. */
  readonly names?: readonly string[]
}

const BLOCKS = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/**
 * Everything that the rule lists has to hold. A name counts only on a certificate that somebody
 * vouches for: a pin, the authority given here, the TLS layer, or a proxy that says it verifies.
 */
export function clientCertificate(rule: CertificateRule): Demand {
  return {
    prepare: (secrets) => {
      if (rule.authorities !== undefined) readAuthorities(secrets, rule.authorities)
    },
    configure: ({ trustedProxies }) => {
      if (trustedProxies !== undefined && trustedProxies.clientCert === undefined) {
        throw new TypeError(
          'the proof demands a client certificate: say in trustedProxies.clientCert which header has it',
        )
      }
    },
    judge: async (connection, context) => {
      const presented = connection.certificate()
      if (presented === undefined) return missing('the client presented no certificate')
      return judge(rule, presented, context)
    },
  }
}

async function judge(
  { authorities, fingerprints, names }: CertificateRule,
  { der, hash, verified }: ClientCertificate,
  { now, secrets }: ProofContext,
): Promise<Refused | undefined> {
  if (fingerprints !== undefined) {
    const found = der === undefined ? hash : await digest('SHA-256', [der])
    if (found === undefined || !fingerprints.some((pin) => equalBytes(pin, found))) {
      return invalid('the client certificate is none of those that are pinned')
    }
  }
  if (authorities === undefined && names === undefined) return undefined
  const certificate = der && parseCertificate(der)
  if (certificate === undefined) return invalid('the client certificate cannot be read')
  if (authorities !== undefined) {
    const trusted = readAuthorities(secrets, authorities)
    if (!(await isIssuedBy(certificate, trusted, now))) {
      return invalid(
        'the client certificate was not issued by a trusted authority, or is not valid',
      )
    }
  }
  if (names === undefined) return undefined
  const isVouchedFor = verified || fingerprints !== undefined || authorities !== undefined
  if (!isVouchedFor) return invalid('nobody has verified the client certificate')
  return bearsName(certificate, names)
    ? undefined
    : invalid('the client certificate bears none of the names that are expected')
}

function readAuthorities(secrets: SecretSet, name: string): readonly Certificate[] {
  return secrets.get(name).flatMap(({ value }) => {
    const blocks = typeof value === 'string' ? (value.match(BLOCKS) ?? []) : []
    const found = blocks.map((block) =>
      parseCertificate(pemBytes(block)?.bytes ?? new Uint8Array()),
    )
    const certificates = found.filter((one) => one !== undefined)
    if (found.length === 0 || certificates.length < found.length) {
      throw new SecretInvalid(`the secret ${name} must hold certificates as PEM`)
    }
    return certificates
  })
}
