/** GitHub at scale: its 66 events and all of its example payloads, delivered to a generated SDK. */
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateOrThrow, type LoadedSdk, loadSdk, loadTesting } from '../support/sdk.js'

const require = createRequire(import.meta.url)

interface Bundle {
  readonly definitions: Readonly<Record<string, object>>
  readonly oneOf: readonly { readonly $ref: string }[]
}
interface Examples {
  readonly name: string
  readonly examples: readonly object[]
}

// Sound: the packages are pinned, and this is what they hold.
const bundle = require('@octokit/webhooks-schemas') as Bundle
const examples = require('@octokit/webhooks-examples') as readonly Examples[]

const SECRET = 'a secret of the tests'
const definitions = bundle.oneOf.map(({ $ref }) => $ref.slice($ref.lastIndexOf('/') + 1))
// GitHub calls the event `branch_protection_rule`, and its schema `…_event` or `…$event`.
const nameOf = (definition: string) => definition.replace(/[_$]event$/, '')

let out: string
let sdk: LoadedSdk

beforeAll(async () => {
  const events = definitions.map((definition) => [
    // `package.json` is never a schema, so the event `package` needs the longer ending.
    `github/${nameOf(definition)}.schema.json`,
    { $ref: `_all.json#/definitions/${definition.replaceAll('~', '~0').replaceAll('/', '~1')}` },
  ])
  const made = await generateOrThrow({
    'github/_all.json': bundle,
    ...Object.fromEntries(events),
    'github/webhooks.json': {
      events: { type: '{header:X-GitHub-Event}', id: '{header:X-GitHub-Delivery}' },
      auth: {
        type: 'signature',
        alg: 'hmac-sha256',
        key: { secret: 'SECRET' },
        content: '{body}',
        signature: { from: '{header:X-Hub-Signature-256}', prefix: 'sha256=', encoding: 'hex' },
      },
    },
  })
  out = made.out
  sdk = await loadSdk(out, 'github')
}, 240_000)

describe('GitHub', () => {
  test('has 66 events, named as GitHub names them', () => {
    expect(definitions).toHaveLength(66)
    expect([...sdk.eventNames]).toEqual(definitions.map(nameOf).sort())
  })

  test('takes and refuses each example as plain Ajv does: 276 valid, 53 not', async () => {
    const ajv = new Ajv({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ ...bundle, $id: 'https://github.test/all.json' })
    const { sign } = await loadTesting(out, 'github')
    const logger = { warn() {}, error() {} }
    const receiver = sdk.createReceiver({ secret: SECRET, validation: 'strict', logger })
    for (const name of sdk.eventNames) receiver.onEvent(name, () => undefined)
    const counts = { valid: 0, invalid: 0 }
    for (const { name, payload } of allExamples()) {
      const definition = definitions.find((candidate) => nameOf(candidate) === name)
      const plain = ajv.getSchema(`https://github.test/all.json#/definitions/${definition}`)
      const response = await receiver.fetch(await sign(name, payload, { secret: SECRET }))
      const expected = plain?.(payload) === true
      expect(response.status, `${name}: ${JSON.stringify(plain?.errors?.[0])}`).toBe(
        expected ? 200 : 422,
      )
      counts[expected ? 'valid' : 'invalid'] += 1
    }
    expect(counts).toEqual({ valid: 276, invalid: 53 })
  }, 240_000)
})

function allExamples() {
  return examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ name, payload })),
  )
}
