/** What proxies say of the connections they forward: `X-Forwarded-For` and RFC 7239 `Forwarded`. */
import type { HeaderView } from '../headers.js'
import { type Address, isInAny, type Network, parseNode } from './ip-address.js'

/** Whoever sends can make the list long before the first proxy adds to it. */
const MAX_HOPS = 64

const PAIR =
  /\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~0-9A-Za-z:[\]-]*))\s*([;,]|$)/y

/** One hop: who connected to a proxy, and how. */
export interface Hop {
  readonly node: string | undefined
  readonly proto: string | undefined
}

/** The hops that a header names, the nearest last; undefined where it is absent or malformed. */
export function readHops(headers: HeaderView, header: string): readonly Hop[] | undefined {
  const text = headers.values(header).join(',')
  if (text === '') return undefined
  const hops =
    header.toLowerCase() === 'forwarded'
      ? parseForwarded(text)
      : text.split(',').map((node) => ({ node: node.trim(), proto: undefined }))
  return hops === undefined || hops.length > MAX_HOPS ? undefined : hops
}

export interface Client {
  readonly address: Address
  readonly hop: Hop
}

/**
 * The first hop, from the nearest on, that is no trusted proxy; where all are, the farthest.
 * What stands before it was written by somebody whom nobody vouches for.
 */
export function findClient(hops: readonly Hop[], proxies: readonly Network[]): Client | undefined {
  let client: Client | undefined
  for (const hop of [...hops].reverse()) {
    const address = hop.node === undefined ? undefined : parseNode(hop.node)
    if (address === undefined) return undefined
    client = { address, hop }
    if (!isInAny(proxies, address)) return client
  }
  return client
}

function parseForwarded(text: string): readonly Hop[] | undefined {
  const hops: Map<string, string>[] = [new Map()]
  for (let at = 0; at < text.length; ) {
    PAIR.lastIndex = at
    const match = PAIR.exec(text)
    const [whole = '', name = '', quoted, token = '', end] = match ?? []
    const hop = hops.at(-1)
    const key = name.toLowerCase()
    if (match === null || hop === undefined || hop.has(key)) return undefined
    hop.set(key, quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1'))
    at += whole.length
    if (end === ',') hops.push(new Map())
    if (end !== '' && at === text.length) return undefined
  }
  return hops.map((hop) => ({ node: hop.get('for'), proto: hop.get('proto') }))
}
