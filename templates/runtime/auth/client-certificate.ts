/** The demand of a client certificate: pinned, issued by a known authority, or bearing a name. */
import { decodeHex } from '../bytes.js'
import { digest, equalBytes } from '../crypto.js'
import type { ProofContext, Refused } from '../proof.js'
import { type RootSource, rootsOf } from './certificates.js'
import { leadsToAuthority } from './client-path.js'
import type { ClientCertificate } from './connection.js'
import { bearsName } from './subject-names.js'
import type { Demand } from './transport.js'
import { invalid, missing } from './verdict.js'
import { parseCertificate } from './x509.js'

export interface CertificateRule {
  /** SHA-256 of the DER of each certificate that is allowed, in hexadecimal. */
  readonly fingerprints?: readonly string[]
  /** The secret that holds the authorities, as PEM. */
  readonly authorities?: string
  /** Alternative names, of which the certificate bears at least one. */
  readonly names?: readonly string[]
}

/**
 * Everything that the rule lists has to hold. A name counts only on a certificate that somebody
 * vouches for: a pin, the authority given here, the TLS layer, or a proxy that says it verifies.
 */
export function clientCertificate(rule: CertificateRule): Demand {
  const pins = rule.fingerprints?.map(readPin)
  const roots = rule.authorities === undefined ? undefined : rootsOf(rule.authorities)
  return {
    prepare: (secrets) => {
      roots?.read(secrets)
    },
    configure: ({ trustedProxies }) => {
      if (trustedProxies !== undefined && trustedProxies.clientCert === undefined) {
        throw new TypeError(
          'the proof demands a client certificate: say in trustedProxies.clientCert which header has it',
        )
      }
      const { chain, form } = trustedProxies?.clientCert ?? {}
      if (chain !== undefined && form !== 'rfc9440') {
        throw new TypeError(
          'trustedProxies.clientCert.chain is of the form rfc9440: the others have the chain in the header of the certificate',
        )
      }
    },
    judge: async (connection, context) => {
      const presented = connection.certificate()
      if (presented === undefined) return missing('the client presented no certificate')
      return (
        (await judgePin(pins, presented)) ?? judgeIssuer({ ...rule, roots }, presented, context)
      )
    },
  }
}

function readPin(digits: string): Uint8Array {
  const pin = decodeHex(digits)
  if (pin?.length !== 32) throw new TypeError(`"${digits}" is no SHA-256 fingerprint`)
  return pin
}

async function judgePin(
  pins: readonly Uint8Array[] | undefined,
  { der, hash }: ClientCertificate,
): Promise<Refused | undefined> {
  if (pins === undefined) return undefined
  const found = der === undefined ? hash : await digest('SHA-256', [der])
  if (found !== undefined && pins.some((pin) => equalBytes(pin, found))) return undefined
  return invalid('the client certificate is none of those that are pinned')
}

async function judgeIssuer(
  { fingerprints, names, roots }: CertificateRule & { readonly roots: RootSource | undefined },
  { der, intermediates: sent, verified }: ClientCertificate,
  { now, secrets }: ProofContext,
): Promise<Refused | undefined> {
  if (roots === undefined && names === undefined) return undefined
  const certificate = der && parseCertificate(der)
  if (certificate === undefined) return invalid('the client certificate cannot be read')
  if (roots !== undefined) {
    const intermediates = sent.map(parseCertificate).filter((one) => one !== undefined)
    const rule = { intermediates, authorities: roots.read(secrets), now }
    if (!(await leadsToAuthority(certificate, rule))) {
      return invalid('the client certificate is not of a trusted authority, or not valid now')
    }
  }
  if (names === undefined) return undefined
  const isVouchedFor = verified || fingerprints !== undefined || roots !== undefined
  if (!isVouchedFor) return invalid('nobody has verified the client certificate')
  if (bearsName(certificate, names)) return undefined
  return invalid('the client certificate bears none of the names that are expected')
}
