/** Whom a delivery came from: the connection's own facts, and what trusted proxies say of theirs. */
import { checkOptions, type OptionRules } from '../check-options.js'
import type { Head } from '../delivery.js'
import { TransportUnknown } from '../errors.js'
import type { ReceiverOptions } from '../options.js'
import type { ForwardedCertificate, TransportFacts, TrustedProxies } from '../transport.js'
import { findClient, readHops } from './forwarded.js'
import { type Presented, readCertificate } from './forwarded-certificate.js'
import { type Address, isInAny, type Network, parseAddress, parseNetwork } from './ip-address.js'

/** A client certificate, and whether somebody trusted has verified it. */
export interface ClientCertificate extends Presented {
  readonly verified: boolean
}

/** The answers are undefined where the client, or the proxy, left the fact out. */
export interface Connection {
  /** @throws {TransportUnknown} `ERR_TRANSPORT_UNKNOWN`, as all of them do */
  readonly isEncrypted: () => boolean
  /** Of whoever connected to the receiver itself. */
  readonly socketAddress: () => Address | undefined
  /** Of whoever connected to the farthest trusted proxy. */
  readonly clientAddress: () => Address | undefined
  readonly certificate: () => ClientCertificate | undefined
}

const PROXIES: OptionRules<TrustedProxies> = {
  cidrs: 'guard',
  forwarded: 'guard',
  proto: 'guard',
  clientCert: 'guard',
}

const CERTIFICATE: OptionRules<ForwardedCertificate> = {
  header: 'guard',
  form: 'guard',
  chain: 'guard',
  verified: 'other',
}

const NETWORKS = new WeakMap<TrustedProxies, readonly Network[]>()

/**
 * The networks of the proxies, read once for each receiver.
 *
 * @throws {TypeError} where one is malformed
 */
export function proxyNetworks(proxies: TrustedProxies): readonly Network[] {
  const known = NETWORKS.get(proxies) ?? readNetworks(proxies)
  NETWORKS.set(proxies, known)
  return known
}

function readNetworks(proxies: TrustedProxies): readonly Network[] {
  checkOptions('trustedProxies', proxies, PROXIES)
  const { cidrs, clientCert } = proxies
  if (clientCert !== undefined) checkOptions('trustedProxies.clientCert', clientCert, CERTIFICATE)
  return cidrs.map(parseNetwork)
}

export function connectionOf(head: Head, options: ReceiverOptions): Connection {
  const { transport: facts } = head
  if (facts === undefined) throw unknown('the connection')
  const { trustedProxies } = options
  const direct = directConnection(facts)
  // Nothing that a header says counts unless a trusted proxy could have written it.
  if (trustedProxies === undefined) return direct
  const peer = direct.socketAddress()
  const networks = proxyNetworks(trustedProxies)
  if (peer === undefined || !isInAny(networks, peer)) return direct
  return proxiedConnection(head, trustedProxies, networks, direct)
}

function directConnection(facts: TransportFacts): Connection {
  const socketAddress = () => {
    if (facts.remoteAddress === undefined) throw unknown('the remote address')
    return parseAddress(facts.remoteAddress)
  }
  return {
    isEncrypted: () => {
      if (facts.encrypted === undefined) throw unknown('whether the connection is encrypted')
      return facts.encrypted
    },
    socketAddress,
    clientAddress: socketAddress,
    certificate: () => {
      const { clientCertificate: der, intermediates = [], encrypted, authorized } = facts
      const verified = authorized === true
      if (der !== undefined) return { der, intermediates, hash: undefined, verified }
      if (encrypted === undefined) throw unknown('the client certificate')
      return undefined
    },
  }
}

function proxiedConnection(
  { headers }: Head,
  proxies: TrustedProxies,
  networks: readonly Network[],
  { socketAddress }: Connection,
): Connection {
  const { clientCert, forwarded, proto } = proxies
  const clientOf = (header: string) => {
    const hops = readHops(headers, header)
    return hops && findClient(hops, networks)
  }
  return {
    socketAddress,
    isEncrypted: () => {
      if (proto === undefined) throw unconfigured('proto')
      if (isForwarded(proto)) return clientOf(proto)?.hop.proto?.toLowerCase() === 'https'
      // Each proxy may have added its own: one that was not encrypted is one too many.
      const hops = readHops(headers, proto) ?? []
      return hops.length > 0 && hops.every(({ node }) => node?.toLowerCase() === 'https')
    },
    clientAddress: () => {
      if (forwarded === undefined) throw unconfigured('forwarded')
      return clientOf(forwarded)?.address
    },
    certificate: () => {
      if (clientCert === undefined) throw unconfigured('clientCert')
      return forwardedCertificate(clientCert, headers)
    },
  }
}

function isForwarded(header: string): boolean {
  return header.toLowerCase() === 'forwarded'
}

function forwardedCertificate(
  given: ForwardedCertificate,
  headers: Head['headers'],
): ClientCertificate | undefined {
  const presented = readCertificate(headers, given)
  return presented && { ...presented, verified: given.verified === true }
}

function unknown(fact: string): TransportUnknown {
  return new TransportUnknown(
    `the proof needs ${fact}, and nothing here tells it: create the receiver with { transport: (request) => ({ encrypted, remoteAddress, … }) }, or put "transport" into the delivery`,
  )
}

function unconfigured(key: string): TransportUnknown {
  return new TransportUnknown(
    `the proof needs what the proxy says of its client: create the receiver with trustedProxies.${key}, the header that says it`,
  )
}
