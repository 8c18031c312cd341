/** Emitted validators say exactly what plain Ajv says of GitHub's payloads, broken ones included. */
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import { isObject, type JsonObject, type JsonValue } from '../../../../generator/schema/types.js'
import { mapMembers } from '../../../../generator/schema/walk.js'
import type { Issue } from '../../../../templates/runtime/validation.js'
import { githubDefinitions, keyOf, payloads, schema, stemOf } from './github.js'
import { inputOf, nameIn, runValidators, type Validators } from './harness.js'
import { mutate, seeded } from './mutate.js'

const MUTATIONS_EACH = 31
const SEED = 20_240_229

/** The properties by which GitHub tells branches apart. */
const TAGS = ['action', 'status', 'type']
const LACKS_TAG = /property '(?:action|status|type)'$/
const NO_BRANCH = 'names no branch'

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  logger: false,
  inlineRefs: false,
  discriminator: true,
})
addFormats.default(ajv)
ajv.addSchema(withDiscriminators(schema), 'github')

let validators: ReadonlyMap<string, Validators>

beforeAll(async () => {
  const definitions = githubDefinitions()
  const roots = new Set(payloads.map(({ identifier }) => identifier))
  validators = await runValidators(inputOf(definitions, [...roots]))
})

/** Ajv explains one branch only where it is told by which property; then it needs the type as well. */
function withDiscriminators(document: JsonObject): JsonObject {
  const definitions = Object(document['definitions'])
  const visit = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    const inner = mapMembers(value, (_, member) => visit(member))
    const branches: readonly JsonObject[] = Object(value)['oneOf'] ?? []
    const propertyName = TAGS.find((tag) => {
      const values = branches.flatMap(({ $ref, ...own }) => {
        const branch = Object($ref === undefined ? own : definitions[keyOf(String($ref))])
        const { const: only, enum: listed } = Object(branch.properties?.[tag])
        return branch.required?.includes(tag) ? (listed ?? [only]) : [undefined]
      })
      return !values.includes(undefined) && new Set(values).size === values.length
    })
    if (branches.length < 2 || propertyName === undefined) return inner
    return { type: 'object', discriminator: { propertyName }, ...inner }
  }
  // Sound: the visit keeps what is an object.
  return visit(document) as JsonObject
}

/** Ajv has its own words for a property that names no branch. */
function ours(issues: readonly Issue[], errors: readonly ErrorObject[]): readonly string[] {
  const unions = errors.flatMap(({ keyword, instancePath }) => {
    return keyword === 'discriminator' ? [instancePath] : []
  })
  const said = issues.map(({ pointer, keyword, message }) => {
    const union = unions.find((path) => TAGS.some((tag) => pointer === `${path}/${tag}`))
    const lacking = keyword === 'required' && LACKS_TAG.test(message) && unions.includes(pointer)
    if (union !== undefined) return `${union}|${NO_BRANCH}`
    return lacking ? `${pointer}|${NO_BRANCH}` : `${pointer}|${keyword}|${message}`
  })
  return said.sort()
}

function theirs(errors: readonly ErrorObject[]): readonly string[] {
  const said = errors.map(({ instancePath, keyword, message, params }) =>
    keyword === 'discriminator'
      ? `${instancePath}|${NO_BRANCH}`
      : `${instancePath}|${keyword}|${message}${nameIn(params)}`,
  )
  return said.sort()
}

/** Of more errors the first are told, and must be some of Ajv's. */
function isTold(errors: readonly ErrorObject[]): boolean {
  return errors.length <= 100
}

/** Compares, and returns the verdict. One assertion a payload would take most of the time. */
function compare(key: string, payload: unknown, differences: string[]): boolean {
  const { check, explanation } = validators.get(stemOf(key)) ?? {}
  const reference = ajv.getSchema(`github#/definitions/${key}`)
  const verdict = reference?.(payload) === true
  const errors = reference?.errors ?? []
  const { issues = [], count = 0 } = explanation?.(payload) ?? {}
  const all = theirs(errors)
  const said = ours(issues, errors)
  const wanted = [`${verdict} ${errors.length}`, ...(isTold(errors) ? all : [])].join('\n')
  const own = isTold(errors) ? said : said.filter((line) => !all.includes(line))
  const given = [`${check?.(payload)} ${count}`, ...own].join('\n')
  if (given !== wanted) differences.push(`${key}:\n${given}\ninstead of\n${wanted}`)
  return verdict
}

test('the 329 published examples', () => {
  const differences: string[] = []
  const verdicts = payloads.map(({ key, payload }) => compare(key, payload, differences))
  expect(differences).toEqual([])
  expect(verdicts.filter((valid) => valid)).toHaveLength(276)
  expect(verdicts.filter((valid) => !valid)).toHaveLength(53)
})

test('more than 10,000 mutations of them', { timeout: 240_000 }, () => {
  const random = seeded(SEED)
  const differences: string[] = []
  const verdicts = payloads.flatMap(({ key, payload }) =>
    Array.from({ length: MUTATIONS_EACH }, () =>
      compare(key, mutate(payload, random), differences),
    ),
  )
  expect(differences).toEqual([])
  expect(verdicts.length).toBeGreaterThan(10_000)
  // Both verdicts must be common, or the comparison says little.
  expect(verdicts.filter((valid) => valid).length).toBeGreaterThan(300)
  expect(verdicts.filter((valid) => !valid).length).toBeGreaterThan(5_000)
})
