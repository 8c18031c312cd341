/** The static rules: configs that would make a receiver weak are refused, or warned about, in place. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generateFrom } from '../../../support/sdk.js'
import { hmac, oneCase } from '../planned.js'
import { choices } from './choices.js'
import { without } from './configs.js'
import { limits } from './limits.js'

test.each([...choices, ...limits])(
  'rule $rule',
  async ({ config, code, pointer, message, hint }) => {
    const { report } = await generateFrom({
      'acme/webhooks.json': config,
      'acme/events/a.json': true,
    })
    const said = report.diagnostics.filter((one) => one.code === code)
    expect(said).toHaveLength(1)
    const matching = (text: string | RegExp) =>
      typeof text === 'string' ? text : expect.stringMatching(text)
    expect(said[0]).toMatchObject({
      file: expect.stringMatching(/acme\/webhooks\.json$/),
      line: expect.any(Number),
      pointer,
      message: matching(message),
      ...(hint !== undefined && { hint: matching(hint) }),
    })
    expect(said[0]?.severity).toBe(code.startsWith('ERR') ? 'error' : 'warning')
    expect(report.providers.length).toBe(code.startsWith('ERR') ? 0 : 1)
  },
)

const fine: [name: string, auth: object][] = [
  ['a choice between two encodings of one signature', { anyOf: [hmac(), hmac()] }],
  ['a switch between proofs of one strength', { switch: [oneCase(hmac())], else: hmac() }],
  [
    'a switch whose case also demands a public value',
    {
      switch: [
        oneCase({
          allOf: [{ type: 'check', value: '{header:x-v}', equals: '1' }, hmac()],
        }),
      ],
      else: hmac(),
    },
  ],
  [
    'a switch of as many signatures as may be',
    {
      switch: Array.from({ length: 5 }, () =>
        oneCase({
          ...without('content'),
          contentVariants: ['{body}', 'a{body}', 'b{body}', 'c{body}'],
        }),
      ),
    },
  ],
]
test.each(fine)('%s is no mistake', async (_name, auth) => {
  const { report } = await generateFrom({
    'acme/webhooks.json': { auth },
    'acme/events/a.json': true,
  })
  expect(report.diagnostics.map((one) => one.code)).toEqual(['WARN_COVERAGE'])
})

test('rule 9: a body is parsed in one place, for proof, validator and handler alike', () => {
  const runtime = fileURLToPath(new URL('../../../../templates/runtime', import.meta.url))
  const parsing = readdirSync(runtime, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /\bJSON\.parse\(/.test(readFileSync(join(runtime, path), 'utf8')))
  // Besides the parse itself: keys of the consumer, names of members on the way to a number, and
  // what we wrote ourselves, into envelopes, stores and the tokens of tests. What kind of secret a wrong
  // one is, and whether a refused body was written anew, is found out for words and never for a verdict.
  expect(parsing.sort()).toEqual([
    'auth/jwk.ts',
    'auth/secret-kind.ts',
    'auth/unique-keys.ts',
    'envelope-meta.ts',
    'expr/json-number.ts',
    'ledger-entry.ts',
    'payload.ts',
    'stores/postgres.ts',
    'stores/reply-text.ts',
    'testing/key-servers.ts',
    'why-refused.ts',
  ])
})
