/** No emitted type refuses a literal that the official test suite calls valid. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emitPayloadTypes } from '../../generator/emit/payload-types.js'
import type { JsonValue } from '../../generator/schema/types.js'
import { typeErrors } from '../generator/emit/types/compile.js'
import { temporaryFolder } from '../support/folders.js'
import { batchesOf, loadBatch } from './ours.js'
import { type DraftSuite, hasSuite, readRemotes, readSuite } from './suite.js'

/** TypeScript reads `"__proto__": x` in an object literal as the prototype, not as a member. */
const NOT_WRITABLE = /"__proto__"/

const root = temporaryFolder()

interface Literals {
  /** The types of each batch, and below them a constant for each valid value. */
  readonly sources: ReadonlyMap<string, string>
  readonly count: number
}

async function literalsOf(suite: DraftSuite): Promise<Literals> {
  const sources = new Map<string, string>()
  let count = 0
  for (const batch of batchesOf(suite, readRemotes())) {
    const { definitions, roots } = await loadBatch(batch, suite, mkdtempSync(join(root, 'b')))
    const [types] = await emitPayloadTypes({ definitions })
    const constants = batch.groups.flatMap(({ title, tests }) =>
      tests
        .filter(({ valid, data }) => valid && !NOT_WRITABLE.test(JSON.stringify(data)))
        .map(
          ({ data, description }) =>
            `export const value${count++}: ${roots.get(title)} = ${literal(data)} // ${title} | ${description}`,
        ),
    )
    sources.set(`batch${sources.size}`, [types?.content, ...constants].join('\n'))
  }
  return { sources, count }
}

function literal(data: JsonValue): string {
  return JSON.stringify(data).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

describe.skipIf(!hasSuite)('the JSON Schema test suite (needs HOOKWRIGHT_SHARED)', () => {
  const least = { '04': 330, '06': 420, '07': 500, '2019-09': 680, '2020-12': 700 }

  test.each(hasSuite ? readSuite() : [])('draft $draft', async (suite) => {
    const { sources, count } = await literalsOf(suite)
    expect(count).toBeGreaterThan(least[suite.draft])
    const errors = await typeErrors(sources)
    expect(errors.map((error) => describeError(error, sources))).toEqual([])
  })
})

/** The complaint, and the line that it is about. */
function describeError(error: string, sources: ReadonlyMap<string, string>): string {
  const [, file = '', line = ''] = /(batch\d+)\.ts:(\d+)/.exec(error) ?? []
  return `${error}\n  ${sources.get(file)?.split('\n')[Number(line) - 1]}`
}
