/** GitHub's events by event and action, by configuration alone: from a folder, a bundle and OpenAPI. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { build } from '../generator/catalog/catalog.js'
import { corpus, deliver, hasCorpora, type Made, make, readCorpus } from './corpus.js'

const require = createRequire(import.meta.url)

/** The action is in the body, and some events have none. */
const TYPE = '{header:X-GitHub-Event}[[.{json:/action}]]'

const DISPATCH = 'repository_dispatch.on-demand-test'

interface Row {
  readonly wire: string
  readonly payload: string
  readonly valid: boolean
}

interface Examples {
  readonly name: string
  readonly examples: readonly object[]
}

let made: Made

describe.skipIf(!hasCorpora)('the folder (needs HOOKWRIGHT_SHARED)', () => {
  const rows: readonly Row[] = hasCorpora
    ? JSON.parse(readFileSync(corpus('github-folder/VERDICTS.json'), 'utf8'))
    : []

  beforeAll(async () => {
    const folder = corpus('github-folder/payload-schemas/api.github.com')
    made = await make(
      'github-folder',
      { schemas: folder },
      {
        schemas: ['schemas/**', '!schemas/common/**'],
        type: TYPE,
        rename: [['\\.event$', '']],
        // Whoever starts a dispatch makes up its action, so the schema cannot say it.
        names: { 'schemas/repository_dispatch/event.schema.json': [DISPATCH] },
      },
    )
  }, 300_000)

  test('has 224 events, and those of every verdict', () => {
    const names = new Set(made.sdk.eventNames)
    expect(names.size).toBe(224)
    expect(rows.filter(({ wire }) => !names.has(wire))).toEqual([])
  })

  test('takes and refuses every payload as its verdict says', async () => {
    const counts = { valid: 0, invalid: 0 }
    for (const { wire, payload, valid } of rows) {
      const [event = ''] = wire.split('.')
      const headers = { 'X-GitHub-Event': event }
      const body = readCorpus('github-folder', payload)
      const { status, called } = await deliver(made, { body, headers })
      expect({ payload, status, called }).toEqual({
        payload,
        status: valid ? 200 : 422,
        called: valid ? [wire] : [],
      })
      counts[valid ? 'valid' : 'invalid'] += 1
    }
    expect(counts).toEqual({ valid: 268, invalid: 2 })
  })
})

test('the bundle of npm: 224 events from one file', async () => {
  const file = require.resolve('@octokit/webhooks-schemas')
  const bundle = file.endsWith('.json')
    ? file
    : require.resolve('@octokit/webhooks-schemas/schema.json')
  made = await make(
    'github-bundle',
    { 'schema.json': bundle },
    {
      schemas: 'schema.json#/oneOf',
      type: TYPE,
      rename: [
        ['\\$', '.'],
        ['[._]event$', ''],
      ],
    },
  )
  expect(made.sdk.eventNames).toHaveLength(224)
  expect([...made.sdk.eventNames]).toEqual(
    expect.arrayContaining(['push', 'create', 'issues.opened', 'pull_request.review_requested']),
  )
}, 300_000)

describe('the OpenAPI document of npm', () => {
  beforeAll(async () => {
    const file = require.resolve('@octokit/openapi-webhooks/generated/api.github.com.json')
    made = await make(
      'github-openapi',
      { 'openapi.json': file },
      {
        type: TYPE,
        key: '/operationId',
        rename: [
          ['-', '_'],
          ['/', '.'],
        ],
      },
    )
  }, 300_000)

  test('has 261 events by event and action', () => {
    expect(made.sdk.eventNames).toHaveLength(261)
    expect([...made.sdk.eventNames]).toEqual(
      expect.arrayContaining(['push', 'page_build', 'branch_protection_rule.created']),
    )
  })

  test('is what the README says', async () => {
    const readme = readFileSync('README.md', 'utf8')
    const block = readme.split('```').find((part) => part.includes('/operationId", "rename"'))
    const { events } = JSON.parse(block?.replace(/^jsonc/, '') ?? '')
    const file = require.resolve('@octokit/openapi-webhooks/generated/api.github.com.json')
    const { catalog } = await build(events, { 'openapi.json': readFileSync(file, 'utf8') })
    expect(catalog.events.map(({ name }) => name)).toEqual([...made.sdk.eventNames])
  }, 60_000)

  test("takes as many of GitHub's old examples as plain Ajv does", async () => {
    // Sound: the package is pinned, and this is what it holds.
    const examples = require('@octokit/webhooks-examples') as readonly Examples[]
    const counts = { handled: 0, invalid: 0, unknown: 0 }
    for (const { name, examples: payloads } of examples) {
      for (const body of payloads) {
        const headers = { 'X-GitHub-Event': name }
        const { status, called } = await deliver(made, { body, headers })
        if (status === 200) counts[called.length === 1 ? 'handled' : 'unknown'] += 1
        else if (status === 422) counts.invalid += 1
      }
    }
    // The examples are older than the document, and two are of events that it no longer has.
    expect(counts).toEqual({ handled: 207, invalid: 120, unknown: 2 })
  })
})
