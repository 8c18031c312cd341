/** Stores of handled events do what their model does, whatever happens in whatever order. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenStore, STORES } from './event-stores.js'
import { Model, steps, Walker } from './model.js'

const RUNS = 100

describe.each(STORES)('$name', ({ isThere, open }) => {
  describe.skipIf(!isThere)('store', () => {
    let opened: OpenStore
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened?.close())

    test('answers every step as the model does', async () => {
      let run = 0
      const reached = new Set<string>()
      const property = fc.asyncProperty(steps, async (walk) => {
        const model = new Model()
        const walker = new Walker(opened, `${run++}:`)
        for (const step of walk) {
          const want = model.answer(step)
          expect(await walker.answer(step)).toEqual(want)
          reached.add(`${step.do} ${JSON.stringify(want)?.slice(0, 16)}`)
        }
      })
      await fc.assert(property, { numRuns: RUNS })
      // Walks that never came past a state would prove nothing about it.
      for (const state of ['done', 'busy', 'rese']) expect([...reached].join()).toContain(state)
      for (const step of ['extend', 'succeed', 'complete', 'fail', 'advance']) {
        expect(reached).toContain(`${step} true`)
        expect(reached).toContain(`${step} false`)
      }
    })
  })
})
