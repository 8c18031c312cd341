/** Structured fields (RFC 8941), as message signatures are made of them, and how they are written. */
import { encodeBase64 } from '../bytes.js'

/** Decimals keep their text, as nobody computes with them. */
export type BareItem =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'decimal'; readonly value: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'boolean'; readonly value: boolean }

export type Parameters = ReadonlyMap<string, BareItem>

export interface Item {
  readonly bare: BareItem
  readonly parameters: Parameters
}

export interface InnerList {
  readonly items: readonly Item[]
  readonly parameters: Parameters
}

export type Member = Item | InnerList

export function isInnerList(member: Member): member is InnerList {
  return 'items' in member
}

export function serializeMember(member: Member): string {
  if (!isInnerList(member)) return serializeItem(member)
  return `(${member.items.map(serializeItem).join(' ')})${serializeParameters(member.parameters)}`
}

export function serializeItem({ bare, parameters }: Item): string {
  return serializeBare(bare) + serializeParameters(parameters)
}

export function serializeDictionary(members: ReadonlyMap<string, Member>): string {
  return [...members].map(([key, member]) => serializePair(key, member)).join(', ')
}

export function serializeBytes(bytes: Uint8Array): string {
  return `:${encodeBase64(bytes)}:`
}

function serializePair(key: string, member: Member): string {
  const isTrue = !isInnerList(member) && isPlainTrue(member.bare)
  return isTrue ? key + serializeParameters(member.parameters) : `${key}=${serializeMember(member)}`
}

function serializeParameters(parameters: Parameters): string {
  let text = ''
  for (const [key, bare] of parameters) {
    text += isPlainTrue(bare) ? `;${key}` : `;${key}=${serializeBare(bare)}`
  }
  return text
}

function isPlainTrue(bare: BareItem): boolean {
  return bare.kind === 'boolean' && bare.value
}

function serializeBare(bare: BareItem): string {
  if (bare.kind === 'string') return `"${bare.value.replace(/["\\]/g, '\\$&')}"`
  if (bare.kind === 'bytes') return serializeBytes(bare.value)
  if (bare.kind === 'boolean') return bare.value ? '?1' : '?0'
  return String(bare.value)
}
