/** How many of GitHub's official examples reach a typed handler in each mode, by the README's own recipe. */
import { createHmac } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Validation } from '../../templates/runtime/validation.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { generate } from '../support/package.js'
import { loadSdk } from '../support/sdk.js'

const require = createRequire(import.meta.url)

/** Two have an action that whoever dispatched them made up, so that no document can name them. */
const wanted: Readonly<Record<Validation, number>> = {
  strict: 207,
  tolerant: 215,
  report: 327,
  off: 327,
}

interface Examples {
  readonly name: string
  readonly examples: readonly object[]
}

// Sound: the package is pinned, and this is what it holds.
const deliveries = (require('@octokit/webhooks-examples') as readonly Examples[]).flatMap(
  ({ name, examples }) => examples.map((payload) => ({ name, body: JSON.stringify(payload) })),
)

const readme = readFileSync('README.md', 'utf8')

/** The config that the README prints beside GitHub's document. */
function recipe(): object {
  const block = readme.split('```').find((part) => part.includes('"preset": "github" }, "events"'))
  return JSON.parse(block?.replace(/^jsonc/, '') ?? '')
}

test('of the 329 examples, the modes that never refuse hand over every known one', async () => {
  const folder = writeFiles(temporaryFolder(), { 'github/webhooks.json': recipe() })
  const document = require.resolve('@octokit/openapi-webhooks/generated/api.github.com.json')
  cpSync(document, join(folder, 'github', 'openapi.json'))
  const out = temporaryFolder()
  const { diagnostics } = await generate({ folders: [join(folder, 'github')], out })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const sdk = await loadSdk(out, 'github')
  const secret = 'it is signed as GitHub signs it'
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const handled = async (options: { readonly validation?: Validation }) => {
    const receiver = sdk.createReceiver({ secret, logger, ...options })
    const called: string[] = []
    for (const event of sdk.eventNames) receiver.onEvent(event, () => void called.push(event))
    const unknown: (string | undefined)[] = []
    receiver.onUnknown(({ name }) => void unknown.push(name))
    for (const [index, { name, body }] of deliveries.entries()) {
      const mac = createHmac('sha256', secret).update(body).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'x-github-event': name,
        'x-github-delivery': `example-${index}`,
        'x-hub-signature-256': `sha256=${mac}`,
      }
      await receiver.receive({ method: 'POST', url: 'https://receiver.test/', headers, body })
    }
    return { count: called.length, unknown }
  }
  // What the recipe gives by itself: it is a preset, so nothing is refused.
  const byDefault = await handled({})
  const counts = {
    strict: (await handled({ validation: 'strict' })).count,
    tolerant: (await handled({ validation: 'tolerant' })).count,
    report: byDefault.count,
    off: (await handled({ validation: 'off' })).count,
  }
  expect(deliveries).toHaveLength(329)
  expect(counts).toEqual(wanted)
  expect(byDefault.unknown).toEqual(Array(2).fill('repository_dispatch.on-demand-test'))
  const refused = (mode: Validation) => wanted.report - wanted[mode]
  expect(readme.replace(/\s+/g, ' ')).toContain(
    `Of GitHub's own ${deliveries.length} examples, ${wanted.report} reach their typed handler so, as \`report\` is the default with a preset; \`tolerant\` would refuse ${refused('tolerant')} of them, and \`strict\` ${refused('strict')}.`,
  )
}, 600_000)
