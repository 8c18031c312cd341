/** IP addresses and networks as bytes: no comparison of texts, of which each address has many. */

/** Four bytes, or sixteen. An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is four as well. */
export type Address = Uint8Array

export interface Network {
  readonly address: Address
  /** How many bits of the address count. */
  readonly prefix: number
}

const MAPPED_PREFIX = 96
const ZONE = /%[0-9A-Za-z._~-]{1,32}$/
const WITH_PORT = /^(?:\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z._~-]{1,32})?)\]|([0-9.]+))(?::\d{1,5})?$/

/** An address without anything else, its zone aside; undefined where it is malformed. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) return parseVersion4(text)
  const bytes = parseVersion6(text.replace(ZONE, ''))
  return bytes && unmapped(bytes)
}

/** An address as proxies write it: perhaps in brackets, perhaps with a port. */
export function parseNode(text: string): Address | undefined {
  const [, bracketed, plain] = WITH_PORT.exec(text) ?? []
  if (bracketed !== undefined) return bracketed.includes(':') ? parseAddress(bracketed) : undefined
  return parseAddress(plain ?? text)
}

/**
 * A network such as `192.0.2.0/24`; without a prefix length the one address.
 *
 * @throws {TypeError} where it is malformed, or has bits that its prefix does not reach
 */
export function parseNetwork(text: string): Network {
  const [, base = '', digits] = /^([0-9A-Fa-f:.]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? []
  const address = parseAddress(base)
  if (address === undefined) throw new TypeError(`"${text}" is no IP network`)
  const bits = address.length * 8
  const isMapped = base.includes(':') && address.length === 4
  const given = digits === undefined ? bits : Number(digits)
  const prefix = isMapped && digits !== undefined ? given - MAPPED_PREFIX : given
  if (prefix < 0 || prefix > bits) throw new TypeError(`"${text}" has no such prefix length`)
  const network = { address, prefix }
  if (!isBase(network)) throw new TypeError(`"${text}" has bits beyond its prefix length`)
  return network
}

export function isInAny(networks: readonly Network[], address: Address): boolean {
  return networks.some((network) => contains(network, address))
}

function contains({ address, prefix }: Network, other: Address): boolean {
  if (address.length !== other.length) return false
  return address.every((byte, index) => ((byte ^ (other[index] ?? 0)) & mask(prefix, index)) === 0)
}

function isBase({ address, prefix }: Network): boolean {
  return address.every((byte, index) => (byte & ~mask(prefix, index)) === 0)
}

/** Which bits of the byte at the index the prefix covers. */
function mask(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8))
  return (0xff << (8 - bits)) & 0xff
}

/** Four decimal numbers without leading zeros: other readers take those for octal. */
function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) {
    return undefined
  }
  const numbers = parts.map(Number)
  return numbers.every((number) => number <= 255) ? Uint8Array.from(numbers) : undefined
}

/** RFC 4291 section 2.2: eight groups, one gap of zeros at most, perhaps IPv4 at the end. */
function parseVersion6(text: string): Address | undefined {
  const [front = '', back, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const head = groups(front, back === undefined)
  const tail = back === undefined ? [] : groups(back, true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  if (back === undefined ? missing !== 0 : missing < 2) return undefined
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail])
}

function groups(text: string, isLast: boolean): readonly number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const bytes: number[] = []
  for (const [index, part] of parts.entries()) {
    const isEnd = isLast && index === parts.length - 1
    const four = isEnd && part.includes('.') ? parseVersion4(part) : undefined
    if (four !== undefined) bytes.push(...four)
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      const value = Number.parseInt(part, 16)
      bytes.push(value >> 8, value & 0xff)
    } else return undefined
  }
  return bytes
}

function unmapped(bytes: Address): Address {
  const isMapped = bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 0xff))
  return isMapped ? bytes.slice(12) : bytes
}
