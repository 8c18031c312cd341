/** Finds the one message signature that counts in `Signature-Input` and `Signature`. */
import type { HeaderView } from '../headers.js'
import { parseDictionary } from './parse-structured-fields.js'
import { type InnerList, isInnerList, type Member } from './structured-fields.js'

/** One signature, with what it says that it covers. */
export interface MessageSignature {
  readonly input: InnerList
  readonly bytes: Uint8Array
}

export interface NoSignature {
  readonly problem: string
}

export interface SignatureChoice {
  readonly label?: string
  readonly tag?: string
}

/** Undefined where there is none at all; a problem where it cannot be told which one counts. */
export function chooseSignature(
  headers: HeaderView,
  choice: SignatureChoice,
): MessageSignature | NoSignature | undefined {
  const inputs = read(headers, 'signature-input')
  const signatures = read(headers, 'signature')
  if (inputs === undefined || signatures === undefined) {
    return { problem: 'Signature-Input or Signature is malformed' }
  }
  const labels = [...inputs].filter(([label, member]) => fits(label, member, choice))
  const [only, ...others] = labels
  if (only === undefined) return undefined
  if (others.length > 0) return { problem: 'several message signatures could be meant' }
  const [label, input] = only
  const bytes = bytesOf(signatures.get(label))
  if (!isInnerList(input) || bytes === undefined) {
    return { problem: 'Signature-Input and Signature do not belong together' }
  }
  return { input, bytes }
}

function read(headers: HeaderView, name: string): ReadonlyMap<string, Member> | undefined {
  const values = headers.values(name)
  return values.length === 0 ? new Map() : parseDictionary(values.join(', '))
}

function fits(label: string, { parameters }: Member, choice: SignatureChoice): boolean {
  if (choice.label !== undefined && label !== choice.label) return false
  if (choice.tag === undefined) return true
  const tag = parameters.get('tag')
  return tag?.kind === 'string' && tag.value === choice.tag
}

function bytesOf(member: Member | undefined): Uint8Array | undefined {
  if (member === undefined || isInnerList(member)) return undefined
  return member.bare.kind === 'bytes' ? member.bare.value : undefined
}
