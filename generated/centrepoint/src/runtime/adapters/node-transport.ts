/** What a Node socket tells of its connection, read only where a proof asks. */
import type { TransportFacts } from '../transport.js'

/** The part of `net.Socket` and `tls.TLSSocket` that we use. */
export interface NodeSocket {
  readonly encrypted?: boolean | undefined
  readonly remoteAddress?: string | undefined
  readonly authorized?: boolean | undefined
  readonly getPeerCertificate?: ((detailed?: false) => { readonly raw?: Uint8Array }) | undefined
}

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
    return this.#socket.getPeerCertificate?.().raw
  }

  get authorized(): boolean {
    return this.#socket.authorized === true
  }
}
