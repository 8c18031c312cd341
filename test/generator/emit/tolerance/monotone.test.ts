/** Tolerance only ever adds: whatever a strict validator takes, the tolerant one takes. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hasSuite, suiteCases } from '../suite.js'
import { githubDefinitions, payloads, stemOf } from '../validators/github.js'
import { inputOf, runValidators, type Validators } from '../validators/harness.js'
import { mutate, seeded } from '../validators/mutate.js'

const MUTATIONS_EACH = 10
const SEED = 1_114

/** What became of values: those that only strict validators take must not exist. */
class Tally {
  readonly lost: string[] = []
  both = 0
  gained = 0
  neither = 0

  count(name: string, validators: Validators | undefined, value: unknown): void {
    const isStrict = validators?.check(value)
    const isTolerant = validators?.tolerant.check(value)
    if (isStrict === true && isTolerant === true) this.both++
    else if (isStrict === true) this.lost.push(`${name}: ${JSON.stringify(value)}`)
    else if (isTolerant === true) this.gained++
    else this.neither++
    const isExplained = (validators?.tolerant.explain(value).length ?? 0) > 0
    if (isExplained === isTolerant) this.lost.push(`${name} is explained in another way`)
  }
}

describe('the events of GitHub', () => {
  let validators: ReadonlyMap<string, Validators>

  beforeAll(async () => {
    const roots = new Set(payloads.map(({ identifier }) => identifier))
    validators = await runValidators(inputOf(githubDefinitions(), [...roots]))
  })

  test('their examples', () => {
    const tally = new Tally()
    for (const { key, payload } of payloads) {
      tally.count(key, validators.get(stemOf(key)), payload)
    }
    expect(tally).toMatchObject({ lost: [], both: 276, gained: 2, neither: 51 })
  })

  test('mutations of them', () => {
    const random = seeded(SEED)
    const tally = new Tally()
    for (const { key, payload } of payloads) {
      for (let times = MUTATIONS_EACH; times > 0; times--) {
        tally.count(key, validators.get(stemOf(key)), mutate(payload, random))
      }
    }
    expect(tally.lost).toEqual([])
    // Each of the three must be common, or the comparison says little.
    expect(tally.both).toBeGreaterThan(100)
    expect(tally.gained).toBeGreaterThan(100)
    expect(tally.neither).toBeGreaterThan(1000)
  })
})

describe.skipIf(!hasSuite)('the JSON Schema test suite (needs HOOKWRIGHT_SHARED)', () => {
  test.each(['04', '07', '2019-09', '2020-12'])('draft %s', async (draft) => {
    const tally = new Tally()
    const cases = suiteCases().filter((one) => one.draft === draft)
    // The values of one case are tried on its neighbours, too: more of them are accepted so.
    for (const [index, { definitions, title }] of cases.entries()) {
      const validators = (await runValidators(inputOf(definitions, ['Root']))).get('root')
      for (const { tests } of cases.slice(index, index + 3)) {
        for (const { data } of tests) tally.count(title, validators, data)
      }
    }
    expect(tally.lost).toEqual([])
    expect(tally.both).toBeGreaterThan(500)
    expect(tally.gained).toBeGreaterThan(30)
  })
})
