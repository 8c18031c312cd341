/** GitHub's webhook schemas and examples, as the packages of Octokit publish them. */
import { createRequire } from 'node:module'
import type { Definition } from '../../../../generator/catalog/types.js'
import { isObject, type JsonObject, type JsonValue } from '../../../../generator/schema/types.js'

const require = createRequire(import.meta.url)

interface Example {
  readonly name: string
  readonly examples: readonly JsonObject[]
}

/** The schema as it is published: one document with all definitions. */
export const schema: JsonObject = require('@octokit/webhooks-schemas')

// Sound: the document is what the package's version in package.json says, and that is pinned.
const definitions = schema['definitions'] as Readonly<Record<string, JsonObject>>
const oneOf = schema['oneOf'] as readonly { readonly $ref: string }[]

export interface GithubEvent {
  readonly name: string
  /** Key in the document's `definitions`. */
  readonly key: string
  readonly identifier: string
}

export const events: readonly GithubEvent[] = oneOf.map(({ $ref }) => {
  const key = keyOf($ref)
  return { name: key.replace(/[_$]event$/, ''), key, identifier: identifierOf(key) }
})

/** Every example of an event that the schemas know. */
export const payloads: readonly (GithubEvent & { readonly payload: JsonObject })[] = (
  require('@octokit/webhooks-examples') as readonly Example[]
).flatMap(({ name, examples }) => {
  const event = events.find((one) => one.name === name)
  return event === undefined ? [] : examples.map((payload) => ({ ...event, payload }))
})

/** The definitions as the catalog has them. */
export function githubDefinitions(): readonly Definition[] {
  return Object.entries(definitions).map(([key, value]) => ({
    identifier: identifierOf(key),
    stem: stemOf(key),
    draft: '07',
    schema: renameReferences(value) as JsonObject,
    origin: { file: 'github.json', pointer: `/definitions/${key}` },
    hash: key,
  }))
}

export function stemOf(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function renameReferences(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(renameReferences)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isReference = name === '$ref' && typeof member === 'string'
      return [
        name,
        isReference ? `#/definitions/${identifierOf(keyOf(member))}` : renameReferences(member),
      ]
    }),
  )
}

export function keyOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

function identifierOf(key: string): string {
  return key.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase())
}
