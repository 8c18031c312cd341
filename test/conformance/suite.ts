/** The official JSON Schema test suite: what its required tests say of the schemas in each group. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Draft,
  isObject,
  type JsonSchema,
  type JsonValue,
} from '../../generator/schema/types.js'

const SUITE = join(
  process.env['HOOKWRIGHT_SHARED'] ?? '../shared',
  'corpora/json-schema-test-suite',
)

export const hasSuite = existsSync(SUITE)

/** Where the suite's own server would have the files of `remotes`. */
const SERVER = 'http://localhost:1234/'

/** A schema, and what is valid against it. */
export interface Group {
  /** `ref.json: what the group is about`. */
  readonly title: string
  readonly schema: JsonSchema
  readonly tests: readonly {
    readonly description: string
    readonly data: JsonValue
    readonly valid: boolean
  }[]
}

interface Written extends Omit<Group, 'title'> {
  readonly description: string
}

/** The tests of one draft. */
export interface DraftSuite {
  readonly draft: Draft
  readonly uri: string
  readonly groups: readonly Group[]
}

const FOLDERS: readonly (readonly [folder: string, draft: Draft, uri: string])[] = [
  ['draft4', '04', 'http://json-schema.org/draft-04/schema#'],
  ['draft7', '07', 'http://json-schema.org/draft-07/schema#'],
  ['draft2019-09', '2019-09', 'https://json-schema.org/draft/2019-09/schema'],
  ['draft2020-12', '2020-12', 'https://json-schema.org/draft/2020-12/schema'],
]

/** What draft 07 added to 06, which has no tests of its own among the files here. */
const NOT_IN_06 = /^(?:if-then-else|infinite-loop-detection)\.json|ref\w*\.json/
const URI_06 = 'http://json-schema.org/draft-06/schema#'

/** The required tests of every draft. Those of draft 06 are the ones of 07 that it shares. */
export function readSuite(): readonly DraftSuite[] {
  const suites = FOLDERS.map(([folder, draft, uri]) => ({ draft, uri, groups: groupsIn(folder) }))
  const seven = suites.find(({ draft }) => draft === '07')?.groups ?? []
  const six = seven.filter(({ title }) => !NOT_IN_06.test(title))
  return [...suites, { draft: '06', uri: URI_06, groups: six }]
}

function groupsIn(folder: string): readonly Group[] {
  const path = join(SUITE, 'tests', folder)
  const files = readdirSync(path).filter((name) => name.endsWith('.json'))
  return files.sort().flatMap((file) => {
    const groups: readonly Written[] = JSON.parse(readFileSync(join(path, file), 'utf8'))
    return groups.map(({ description, ...group }) => ({
      ...group,
      title: `${file}: ${description}`,
    }))
  })
}

/** The schemas that the suite's server would have, by their URIs. */
export function readRemotes(): ReadonlyMap<string, JsonSchema> {
  const files = readdirSync(join(SUITE, 'remotes'), { recursive: true, encoding: 'utf8' })
  return new Map(
    files
      .filter((file) => file.endsWith('.json'))
      .map((file): [string, JsonSchema] => [
        SERVER + file,
        JSON.parse(readFileSync(join(SUITE, 'remotes', file), 'utf8')),
      ]),
  )
}

/** The schema as a file of a folder: it says what it is. */
export function declared(schema: JsonSchema, uri: string): JsonSchema {
  return isObject(schema) && schema['$schema'] === undefined ? { $schema: uri, ...schema } : schema
}
