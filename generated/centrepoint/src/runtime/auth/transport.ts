/** The `transport` proof: encryption, addresses and client certificates of the connection. */
import type { Delivery } from '../delivery.js'
import type { ReceiverOptions } from '../options.js'
import type { Proof, ProofContext, Refused, Verdict } from '../proof.js'
import { type Connection, connectionOf, proxyNetworks } from './connection.js'
import { isInAny, parseNetwork } from './ip-address.js'
import { accepted, invalid } from './verdict.js'

/** One demand on a connection: why it is refused, or undefined. */
export interface Demand {
  /** Finds what cannot work when the receiver is created. @throws {TypeError} */
  readonly configure?: (options: ReceiverOptions) => void
  /** @throws {SecretInvalid} `ERR_SECRET_INVALID` */
  readonly prepare?: Proof['prepare']
  readonly judge: (
    connection: Connection,
    context: ProofContext,
  ) => Refused | undefined | Promise<Refused | undefined>
}

/** All of the demands have to be met. */
export function transport(demands: readonly Demand[]): Proof {
  return {
    // The connection is always there; what it is worth is judged with the rest.
    present: () => true,
    configure: (options) => {
      if (options.trustedProxies !== undefined) proxyNetworks(options.trustedProxies)
      for (const demand of demands) demand.configure?.(options)
    },
    prepare: (secrets) => {
      for (const demand of demands) demand.prepare?.(secrets)
    },
    verify: (delivery, context) => verify(demands, delivery, context),
  }
}

async function verify(
  demands: readonly Demand[],
  delivery: Delivery,
  context: ProofContext,
): Promise<Verdict> {
  const connection = connectionOf(delivery, context.options ?? {})
  for (const demand of demands) {
    const refused = await demand.judge(connection, context)
    if (refused !== undefined) return refused
  }
  return accepted()
}

/** The connection of the sender is TLS, up to the receiver or to a trusted proxy. */
export const encrypted: Demand = {
  configure: ({ trustedProxies }) => {
    if (trustedProxies !== undefined && trustedProxies.proto === undefined) {
      throw new TypeError('the proof demands https: say in trustedProxies.proto which header tells')
    }
  },
  judge: (connection) => {
    return connection.isEncrypted() ? undefined : invalid('the delivery did not come over https')
  },
}

/** `socket`: whoever connected; `trustedProxy`: whoever connected to the proxies in front. */
export function fromNetwork(cidrs: readonly string[], from: 'socket' | 'trustedProxy'): Demand {
  const networks = cidrs.map(parseNetwork)
  return {
    configure: ({ trustedProxies }) => {
      if (from === 'trustedProxy' && trustedProxies?.forwarded === undefined) {
        throw new TypeError(
          'the proof reads the address from a proxy: say with trustedProxies: { cidrs, forwarded } which ones are trusted and which header tells',
        )
      }
    },
    judge: (connection) => {
      const address = from === 'socket' ? connection.socketAddress() : connection.clientAddress()
      if (address !== undefined && isInAny(networks, address)) return undefined
      return invalid('the delivery did not come from an address that is allowed')
    },
  }
}
