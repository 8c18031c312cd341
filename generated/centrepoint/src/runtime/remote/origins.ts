/** Where a receiver may send what it asks for: to HTTPS, unless its consumer says a loopback. */
import { nearest } from '../nearest.js'
import type { ReceiverOptions } from '../options.js'
import type { Remote } from '../remote.js'
import { isHost } from './hosts.js'

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/**
 * Reads the options that decide how keys are asked for. The hosts are those of the provider that
 * keys come from.
 *
 * @throws {TypeError} where an origin is none, or neither HTTPS nor a loopback
 */
export function createRemote(
  { fetch, keyOrigins = {} }: Pick<ReceiverOptions, 'fetch' | 'keyOrigins'>,
  hosts: readonly string[],
): Remote {
  if (fetch !== undefined && typeof fetch !== 'function') {
    throw new TypeError('fetch must be a function')
  }
  const pairs = Object.entries(keyOrigins).map(
    ([from, to]) => [checkOrigin(from), checkOrigin(to)] as const,
  )
  // Not `fetch` itself: whoever replaces it in a test replaces it afterwards.
  const own: Remote['fetch'] = (...call) => globalThis.fetch(...call)
  const objection = (origin: string) => objectionTo(origin, hosts)
  return { fetch: fetch ?? own, origins: new Map(pairs), objection }
}

/** Keys come over HTTPS, from its own port. */
function objectionTo(text: string, hosts: readonly string[]): string | undefined {
  const { hostname, origin } = new URL(text)
  if (origin === `https://${hostname}` && hosts.some((host) => isHost(hostname, host))) {
    return undefined
  }
  const known = hosts.map((host) => `https://${host}`)
  if (known.length === 0) return 'no key comes from an origin of the provider'
  return `no key comes from there: did you mean ${nearest(origin, known) ?? known.join(', ')}?`
}

function checkOrigin(text: unknown): string {
  const url = typeof text === 'string' ? readUrl(text) : undefined
  if (url === undefined || (text !== url.origin && text !== `${url.origin}/`)) {
    throw new TypeError('keyOrigins maps an origin, such as https://api.example.com, to another')
  }
  if (!isSafe(url))
    throw new TypeError('keyOrigins takes https, and http on a loopback address only')
  return url.origin
}

/** Whether a URL that the consumer wrote may be asked: HTTPS, or HTTP that never leaves the machine. */
export function isSafe({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

export function readUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/**
 * The URL with the consumer's origin in the place of the provider's; undefined where the provider's
 * is not plain HTTPS on its own port, without user and password.
 */
export function resolveOrigin(text: string, { origins }: Remote): URL | undefined {
  const url = readUrl(text)
  if (url === undefined || url.username !== '' || url.password !== '') return undefined
  const other = origins.get(url.origin)
  if (other !== undefined) return readUrl(other + url.pathname + url.search)
  return url.protocol === 'https:' && url.port === '' ? url : undefined
}
