/** The platform's own fetch, led to a server of the test: names, certificates and redirects stay real. */
import { connect } from 'node:tls'

type Connected = (error: Error | null, socket: unknown) => void

/** A fetch to which every host is the server at this port, where its certificate is good for the name. */
export function fetchFrom(port: number, ca: string): typeof globalThis.fetch {
  const lead = ({ hostname: servername }: { readonly hostname: string }, done: Connected) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca }, () => done(null, socket))
    socket.once('error', (error) => done(error, null))
  }
  const Agent = agentClass()
  const dispatcher = new Agent({ connect: lead })
  // Sound: Node's fetch takes a dispatcher, which the types of the web know nothing of.
  return (input, init) => fetch(input, { ...init, dispatcher } as RequestInit)
}

/** Node tells which dispatcher its fetch uses, and does not export the class. */
function agentClass(): new (options: object) => object {
  // It is there as soon as anything of fetch was touched.
  new Headers()
  const dispatcher: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'))
  if (dispatcher === undefined) throw new Error('this Node hides the dispatcher of its fetch')
  // Sound: the dispatcher is an Agent of undici unless somebody replaced it, and nobody here does.
  return (dispatcher as { constructor: new (options: object) => object }).constructor
}
