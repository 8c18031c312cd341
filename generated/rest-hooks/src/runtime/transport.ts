/** What is known of the connection that a delivery came over: types, and nothing that executes. */

/** Facts of the connection itself. A header never changes them. */
export interface TransportFacts {
  /** Whether the connection is TLS. */
  readonly encrypted?: boolean | undefined
  /** The address of whoever connected: the sender, or a proxy. */
  readonly remoteAddress?: string | undefined
  /** The certificate that the other side presented, as DER. */
  readonly clientCertificate?: Uint8Array | undefined
  /** The certificates of authorities that it sent along, as DER. */
  readonly intermediates?: readonly Uint8Array[] | undefined
  /** Whether the TLS layer verified that certificate against its own authorities. */
  readonly authorized?: boolean | undefined
}

export type FindTransport = () => TransportFacts | undefined

/**
 * How a proxy writes down the certificate of the client.
 *
 * - `rfc9440`: a byte sequence of DER, as in `Client-Cert`
 * - `escaped-pem`: percent-encoded PEM, as in nginx's `$ssl_client_escaped_cert` and in the
 *   `X-Amzn-Mtls-Clientcert` of AWS; of a chain the client comes first
 * - `xfcc`: Envoy's `X-Forwarded-Client-Cert`, with `Hash`, `Cert` or `Chain`
 */
export type CertificateForm = 'rfc9440' | 'escaped-pem' | 'xfcc'

export interface ForwardedCertificate {
  readonly header: string
  readonly form: CertificateForm
  /** The header with the rest of the chain, of `rfc9440` only: `client-cert-chain`. */
  readonly chain?: string | undefined
  /**
   * Whether the proxy lets in only certificates that it verified. A proxy that also passes on what
   * it could not verify proves possession of a key, and nothing about names.
   */
  readonly verified?: boolean | undefined
}

/** The proxies in front of the receiver, and what may be believed of their headers. */
export interface TrustedProxies {
  /** Networks of the proxies. Headers count only where the connection comes from one of them. */
  readonly cidrs: readonly string[]
  /** The header with the addresses: `x-forwarded-for`, `forwarded`, or one with a single address. */
  readonly forwarded?: string | undefined
  /** The header with the scheme: `x-forwarded-proto`, `forwarded`, or one of the proxy's own. */
  readonly proto?: string | undefined
  readonly clientCert?: ForwardedCertificate | undefined
}
