/** No emitted type refuses a value that the official test suite calls valid. */
import { describe, expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import { hasSuite, suiteCases } from '../suite.js'
import { EXCESS_MEMBER, typeErrors } from './compile.js'

/** TypeScript reads `"__proto__": x` in an object literal as the prototype, not as a member. */
const NOT_WRITABLE = /"__proto__"/

describe.skipIf(!hasSuite)('the JSON Schema test suite (needs HOOKWRIGHT_SHARED)', () => {
  test('every valid value is assignable', async () => {
    const sources = new Map<string, string>()
    for (const [index, { definitions, tests }] of suiteCases().entries()) {
      const [types] = await emitPayloadTypes({ definitions })
      const values = tests
        .filter(({ valid, data }) => valid && !NOT_WRITABLE.test(JSON.stringify(data)))
        .map(({ data }, at) => `export const value${at}: Root = ${JSON.stringify(data)}`)
      sources.set(`case${index}`, [types?.content, ...values].join('\n'))
    }
    expect(sources.size).toBeGreaterThan(600)
    // Payloads are never literals of their type: members that it does not name do no harm.
    expect(await typeErrors(sources, EXCESS_MEMBER)).toEqual([])
  })
})
