/** What a Node socket tells of its connection, read only where a proof asks. */
import type { TransportFacts } from '../transport.js'

/** The part of `net.Socket` and `tls.TLSSocket` that we use. */
export interface NodeSocket {
  readonly encrypted?: boolean | undefined
  readonly remoteAddress?: string | undefined
  readonly authorized?: boolean | undefined
  readonly getPeerCertificate?: ((detailed: true) => NodeCertificate) | undefined
}

/** The part of `tls.DetailedPeerCertificate` that we use. */
interface NodeCertificate {
  readonly raw?: Uint8Array
  /** Of a certificate that signed itself, itself. */
  readonly issuerCertificate?: NodeCertificate | undefined
}

/** More than any path that is followed. */
const MAX_CHAIN = 8

export class SocketFacts implements TransportFacts {
  readonly #socket: NodeSocket

  constructor(socket: NodeSocket) {
    this.#socket = socket
  }

  get encrypted(): boolean {
    return this.#socket.encrypted === true
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress
  }

  get clientCertificate(): Uint8Array | undefined {
    return this.#peer()?.raw
  }

  get intermediates(): readonly Uint8Array[] {
    const chain: Uint8Array[] = []
    let last = this.#peer()
    for (let next = last?.issuerCertificate; next !== last && chain.length < MAX_CHAIN; ) {
      if (next?.raw === undefined) break
      chain.push(next.raw)
      last = next
      next = next.issuerCertificate
    }
    return chain
  }

  get authorized(): boolean {
    return this.#socket.authorized === true
  }

  #peer(): NodeCertificate | undefined {
    return this.#socket.getPeerCertificate?.(true)
  }
}
