/** DER (X.690), read strictly: one way to write each value, and nothing behind it. */
import { concat } from '../bytes.js'

/** One element: its tag, what it holds, and both together with the length. */
export interface DerNode {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

export const DER = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
} as const

/** The one element that the bytes are; undefined where they are anything else or more. */
export function readDer(bytes: Uint8Array): DerNode | undefined {
  const node = readFirst(bytes)
  return node?.whole.length === bytes.length ? node : undefined
}

/** The elements inside a node with this tag; undefined where it has another or they do not fill it. */
export function derChildren(
  node: DerNode | undefined,
  tag: number = DER.sequence,
): readonly DerNode[] | undefined {
  if (node?.tag !== tag) return undefined
  const children: DerNode[] = []
  for (let rest = node.content; rest.length > 0; ) {
    const child = readFirst(rest)
    if (child === undefined) return undefined
    children.push(child)
    rest = rest.subarray(child.whole.length)
  }
  return children
}

/** A non-negative INTEGER without its sign byte; empty for zero, undefined for anything else. */
export function derUnsigned(node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== DER.integer) return undefined
  const [first, second] = node.content
  if (first === undefined || first > 0x7f) return undefined
  if (first !== 0) return node.content
  const isPadded = second !== undefined && second < 0x80
  return isPadded ? undefined : node.content.subarray(1)
}

/** The bytes of a BIT STRING that ends on a whole byte. */
export function derBits(node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== DER.bitString || node.content[0] !== 0) return undefined
  return node.content.subarray(1)
}

export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0)
  return concat([Uint8Array.from([tag, ...lengthBytes(length)]), ...contents])
}

/** An INTEGER of these bytes, read as unsigned. */
export function writeDerUnsigned(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  const isNegative = (digits[0] ?? 0) > 0x7f
  return writeDer(DER.integer, isNegative ? concat([Uint8Array.of(0), digits]) : digits)
}

function readFirst(bytes: Uint8Array): DerNode | undefined {
  const [tag, short] = bytes
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) return undefined
  const size = short < 0x80 ? 0 : short & 0x7f
  const start = 2 + size
  const length = short < 0x80 ? short : longLength(bytes, size)
  if (length === undefined || start + length > bytes.length) return undefined
  return {
    tag,
    content: bytes.subarray(start, start + length),
    whole: bytes.subarray(0, start + length),
  }
}

/** 0x80 alone, the indefinite length, is BER; so is a length with more digits than it needs. */
function longLength(bytes: Uint8Array, size: number): number | undefined {
  if (size === 0 || size > 3 || bytes.length < 2 + size) return undefined
  let length = 0
  for (const byte of bytes.subarray(2, 2 + size)) length = length * 256 + byte
  return lengthBytes(length).length === 1 + size ? length : undefined
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return [0x80 | digits.length, ...digits]
}
