/** What the generator asks of the system for real corpora: no socket, and no file that is not its own. */
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import {
  changedBy,
  foreignOf,
  hasStrace,
  isIn,
  openedBy,
  PROGRAM,
  socketsOf,
  watch,
} from '../support/system-calls.js'
import { GENERATE } from '../torture/command-line.js'
import { corpus, hasCorpora, type Input, stage } from './corpus.js'

const { resolve } = createRequire(import.meta.url)

const HEADER = { type: '{header:x-event}' }
const CLOUDEVENTS = 'cloudevents.json'
const REDHAT = 'schemas/events/v1/events.json'

interface Watched {
  readonly corpus: string
  /** Corpora of several documents are as many providers. */
  readonly inputs: () => readonly Input[]
  readonly events: number
  readonly exitCode?: number
  /** Compiling takes most of the time, and asks the same of the system whatever the input is. */
  readonly isBuilt?: boolean
}

const CORPORA: readonly Watched[] = [
  {
    corpus: 'github-folder',
    inputs: () => [githubFolder()],
    events: 224,
  },
  {
    corpus: 'redhat-console',
    inputs: () => [
      {
        name: 'redhat',
        files: { schemas: corpus('redhat-console/schemas') },
        events: { schemas: REDHAT, type: '{json:/dataschema}' },
      },
      {
        name: 'redhat-asyncapi',
        files: {
          'asyncapi.yaml': corpus('redhat-console/asyncapi.yaml'),
          schemas: corpus('redhat-console/schemas'),
        },
        events: HEADER,
      },
    ],
    events: 9,
  },
  { corpus: 'resend', inputs: () => [one('resend', 'resend.yaml', {})], events: 17 },
  { corpus: 'svix', inputs: () => [one('svix', 'server/openapi.json', {})], events: 7 },
  {
    corpus: 'museum',
    inputs: () => [one('museum', 'openapi.yaml', HEADER)],
    events: 1,
    isBuilt: true,
  },
  {
    corpus: 'oas-examples-31',
    inputs: () => [one('oas-examples-31', '3.1/json', HEADER)],
    events: 2,
  },
  {
    corpus: 'cloudevents-spec',
    inputs: () => [
      {
        name: 'cloudevents',
        files: { [CLOUDEVENTS]: corpus('cloudevents-spec/cloudevents/formats/cloudevents.json') },
        events: { format: 'cloudevents', names: { [CLOUDEVENTS]: ['com.example.made'] } },
      },
    ],
    events: 1,
  },
  { corpus: 'asyncapi-examples', inputs: asyncApis, events: 74 },
  {
    corpus: 'slack-asyncapi',
    inputs: () => [one('slack-asyncapi', 'events-api', {})],
    events: 0,
    exitCode: 1,
  },
]

function one(name: string, path: string, events: Input['events']): Input {
  return { name, files: { [path]: corpus(name, path) }, events }
}

function githubFolder(): Input {
  return {
    name: 'github',
    files: { schemas: corpus('github-folder/payload-schemas/api.github.com') },
    events: {
      schemas: ['schemas/**', '!schemas/common/**'],
      type: '{header:X-GitHub-Event}[[.{json:/action}]]',
      rename: [['\\.event$', '']],
      names: {
        'schemas/repository_dispatch/event.schema.json': ['repository_dispatch.on-demand-test'],
      },
    },
  }
}

/** Each document with an event in it, the ones that share their messages as one. */
function asyncApis(): readonly Input[] {
  const folder = corpus('asyncapi-examples/examples')
  const names = readdirSync(folder).filter(
    (name) => name !== 'adeo-kafka-request-reply-asyncapi.yml',
  )
  return names.map((name) => ({
    name: name.replace(/-asyncapi\.yml$/, ''),
    files: { [name]: join(folder, name) },
    events: name.startsWith('slack-') ? {} : HEADER,
  }))
}

function octokit(): Input {
  return {
    name: 'github-openapi',
    files: { 'openapi.json': resolve('@octokit/openapi-webhooks/generated/api.github.com.json') },
    events: {
      type: '{header:X-GitHub-Event}[[.{json:/action}]]',
      key: '/operationId',
      rename: [
        ['-', '_'],
        ['/', '.'],
      ],
    },
  }
}

/** Generates as a user does, and holds every call to what the input and the program give reason for. */
async function expectInside({
  inputs,
  events,
  exitCode = 0,
  isBuilt = false,
}: Omit<Watched, 'corpus'>) {
  const cwd = temporaryFolder()
  const [schemas, out] = [join(cwd, 'schemas'), join(cwd, 'out')]
  for (const input of inputs()) stage(join(schemas, input.name), input)
  const args = GENERATE.filter((arg) => !(isBuilt && arg === '--no-build'))
  const { calls, stdout, ...ended } = await watch(args, cwd)
  const { providers } = JSON.parse(stdout)
  const made = providers.flatMap((provider: { events: readonly string[] }) => provider.events)
  expect({ ...ended, events: made.length }).toEqual({ exitCode, events })
  const opened = openedBy(calls, cwd)
  expect(opened.filter((path) => isIn(path, schemas)).length).toBeGreaterThan(1)
  expect(socketsOf(calls)).toEqual([])
  expect(foreignOf(opened, [schemas, out, ...PROGRAM])).toEqual([])
  const changed = changedBy(calls, cwd)
  expect(changed.length > 0).toBe(exitCode === 0)
  expect(changed.some((path) => path.includes('/dist/'))).toBe(isBuilt)
  expect(changed.filter((path) => !isIn(path, out))).toEqual([])
}

describe.skipIf(!hasStrace)('watched by strace', () => {
  test.skipIf(!hasCorpora).each(CORPORA)(
    '$corpus stays inside (needs HOOKWRIGHT_SHARED)',
    expectInside,
    300_000,
  )

  test("GitHub's OpenAPI document of npm stays inside", async () => {
    await expectInside({ inputs: () => [octokit()], events: 261 })
  }, 300_000)
})
