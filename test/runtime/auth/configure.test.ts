/** A proof inside another one still says, when the receiver is created, what it misses. */
import { expect, test } from 'vitest'
import { allOf } from '../../../templates/runtime/auth/all-of.js'
import { anyOf } from '../../../templates/runtime/auth/any-of.js'
import { customProof } from '../../../templates/runtime/auth/custom.js'
import { eachSecret } from '../../../templates/runtime/auth/each-secret.js'
import { forEach } from '../../../templates/runtime/auth/for-each.js'
import { switchProof } from '../../../templates/runtime/auth/switch.js'
import { unsigned } from '../../../templates/runtime/auth/unsigned.js'
import type { Proof } from '../../../templates/runtime/proof.js'

const own = customProof('own')
const never = () => false

const nested: [name: string, proof: Proof][] = [
  ['alone', own],
  ['in allOf', allOf([unsigned, own])],
  ['in anyOf', anyOf([unsigned, own].map((proof) => ({ secrets: [], proof })))],
  ['in a case of a switch', switchProof([{ when: never, proof: own }], unsigned)],
  ['in the rest of a switch', switchProof([{ when: never, proof: unsigned }], own)],
  ['in forEach', forEach('/items', own)],
  ['with secrets of its own', eachSecret(['KEY'], own)],
]

test.each(nested)('%s', (_name, proof) => {
  expect(() => proof.configure?.({})).toThrow(/^the proof own is the consumer's own: create/)
  expect(() => proof.configure?.({ custom: { own: () => true } })).not.toThrow()
})
