/** Bodies in pieces: all of them, in their order, and none held for longer than needed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Chunks } from '../../templates/runtime/chunks.js'

test('the pieces come back in their order, however many there are', () => {
  const sizes = fc.array(fc.nat(9), { maxLength: 1000, size: 'max' })
  fc.assert(
    fc.property(sizes, (all) => {
      const chunks = new Chunks()
      let next = 0
      let length = 0
      for (const size of all) {
        length = chunks.add(Uint8Array.from({ length: size }, () => next++))
      }
      const want = Uint8Array.from({ length: next }, (_, index) => index)
      expect(Buffer.compare(chunks.join(), want)).toBe(0)
      expect(length).toBe(next)
    }),
  )
})

test('the whole is a copy: whoever changes a piece afterwards changes nothing', () => {
  const piece = Uint8Array.of(1, 2)
  const chunks = new Chunks()
  chunks.add(piece)
  const whole = chunks.join()
  piece[0] = 9
  expect([...whole]).toEqual([1, 2])
})
