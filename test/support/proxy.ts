/** A way to a service that tests can cut and mend, as a network does. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Ends all connections, and refuses new ones. */
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
  /** Passes nothing more on over the connections that there are, and tells nobody. */
  readonly swallow: () => void
}

/** Passes on what comes to a port of its own. */
export async function startProxy(target: {
  readonly host: string
  readonly port: number
}): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const service = connect(target.port, target.host)
    for (const [socket, peer] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => peer.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        peer.destroy()
      })
      socket.pipe(peer)
    }
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  // Sound: a server on a TCP port has an address, and not the name of a pipe.
  const { port } = server.address() as AddressInfo
  return {
    port,
    cut: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    mend: async () => {
      if (!server.listening) await listen(port)
    },
    swallow: () => {
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
}
