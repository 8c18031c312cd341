/** How many of GitHub's official examples reach a typed handler in each mode of validation. */
import { expect, test } from 'vitest'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { EventModule, Validation } from '../../templates/runtime/validation.js'
import { githubDefinitions, payloads, stemOf } from '../generator/emit/validators/github.js'
import { inputOf, runValidators } from '../generator/emit/validators/harness.js'
import { acme, deliver, SECRET, silent } from '../runtime/acme.js'

const wanted: readonly (readonly [Validation, number])[] = [
  ['strict', 276],
  ['tolerant', 278],
  ['report', 329],
  ['off', 329],
]

test('of the 329 examples, report hands over every one', async () => {
  const roots = new Set(payloads.map(({ identifier }) => identifier))
  const validators = await runValidators(inputOf(githubDefinitions(), [...roots]))
  const events = new Map(
    payloads.map(({ key, name }): [string, EventModule] => {
      const found = validators.get(stemOf(key))
      if (found === undefined) throw new Error(`${key} has no validators`)
      const { check, explanation, tolerant } = found
      const loose = { check: () => tolerant.check, explain: async () => tolerant.explanation }
      return [name, { check: () => check, explain: async () => explanation, tolerant: loose }]
    }),
  )
  const provider = acme({
    events,
    groups: new Map(),
    validation: 'report',
    eventName: ({ headers }) => headers.get('x-github-event'),
    eventId: () => undefined,
  })
  const counts = await Promise.all(
    wanted.map(async ([validation]): Promise<[Validation, number]> => {
      const receiver = createReceiverFrom<Record<string, unknown>, Record<never, never>>(provider, {
        secret: SECRET,
        logger: silent,
        validation,
      })
      let handled = 0
      receiver.onEvent([...events.keys()], () => void handled++)
      for (const { name, payload } of payloads) {
        await receiver.receive(deliver(payload, { 'x-github-event': name }))
      }
      return [validation, handled]
    }),
  )
  expect(payloads).toHaveLength(329)
  expect(counts).toEqual(wanted)
})
