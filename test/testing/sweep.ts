/** Every distinct auth config of a real provider that we know, and a delivery to sign for each. */
import { readdirSync, readFileSync } from 'node:fs'
import { presetNames, readPreset } from '../../generator/presets/presets.js'
import type { JsonObject, JsonValue } from '../../generator/schema/types.js'
import type { SignOptions } from '../../templates/runtime/testing/sign.js'

interface Vector {
  readonly accepted: boolean
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
}

interface VectorFile {
  readonly provider: string
  readonly schemes: readonly { readonly auth: JsonObject; readonly vectors: readonly Vector[] }[]
}

export interface Case {
  readonly name: string
  readonly auth: JsonObject
  /** Method, URL and body: never the proof of a recorded delivery. */
  readonly delivery: Pick<SignOptions, 'method' | 'url' | 'body' | 'headers'>
}

const VECTORS = new URL('../vectors/', import.meta.url)
const LONG_TEXT = btoa('an event '.repeat(20))
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

export function allCases(): readonly Case[] {
  const seen = new Map<string, Case>()
  for (const one of [...recorded(), ...presets()]) {
    const key = JSON.stringify(one.auth)
    // The names of schemes are identifiers.
    if (!seen.has(key)) seen.set(key, { ...one, name: one.name.replaceAll(/\W/g, '_') })
  }
  return [...seen.values()]
}

function recorded(): readonly Case[] {
  const files = readdirSync(VECTORS).filter((name) => name.endsWith('.json'))
  return files.flatMap((file) => {
    const { provider, schemes } = JSON.parse(
      readFileSync(new URL(file, VECTORS), 'utf8'),
    ) as VectorFile
    return schemes.map(({ auth, vectors }, index) => {
      const sample = vectors.find(({ accepted }) => accepted)?.request
      const name = `${provider}-${index}`
      if (sample === undefined) return { name, auth, delivery: madeUp(auth) }
      const { method, url, body, headers } = sample
      const type = Object.entries(headers).find(([key]) => key.toLowerCase() === 'content-type')
      const isForm = JSON.stringify(auth).includes('{form:')
      const kept = type === undefined ? (isForm ? FORM : {}) : Object.fromEntries([type])
      return { name, auth, delivery: { method, url, body, headers: kept } }
    })
  })
}

function presets(): readonly Case[] {
  return presetNames().flatMap((preset) => {
    const auth = object(readPreset(preset)?.config['auth'])
    const schemes = auth['schemes']
    if (schemes === undefined) return [{ name: `preset_${preset}`, auth, delivery: madeUp(auth) }]
    return Object.entries(object(schemes)).map(([scheme, proof]) => {
      const one = object(proof)
      return { name: `preset_${preset}-${scheme}`, auth: one, delivery: madeUp(one) }
    })
  })
}

/** A body that has what the config reads from it: fields of a form, or members of JSON. */
function madeUp(auth: JsonObject): Case['delivery'] {
  const text = JSON.stringify(auth)
  const fields = [...text.matchAll(/\{form:(\w+)(?:\|json:([\w/]+))?/g)]
  if (fields.length > 0) {
    const form = new URLSearchParams(
      // Where a field has to be of some form, it is what carries the event, in base64.
      [...new Set(fields.map(([, name = '']) => name))].map((name) => [
        name,
        text.includes('"matches"') ? LONG_TEXT : '',
      ]),
    )
    const [[, name = '', inside] = []] = fields
    if (inside !== undefined) form.set(name, bodyWith(fields.map(([, , pointer = '']) => pointer)))
    return { body: form.toString(), headers: FORM }
  }
  return {
    body: bodyWith([...text.matchAll(/\{json:([\w/]+)/g)].map(([, pointer = '']) => pointer)),
  }
}

function bodyWith(pointers: readonly string[]): string {
  const body: Record<string, JsonValue> = {}
  for (const pointer of pointers) {
    let place: Record<string, JsonValue> = body
    const steps = pointer.split('/').slice(1)
    const last = steps.pop() ?? ''
    for (const step of steps) {
      const next = { ...object(place[step]) }
      place[step] = next
      place = next
    }
    place[last] = 'x'
  }
  return JSON.stringify(body)
}

function object(value: JsonValue | undefined): JsonObject {
  // Sound: what is no object has none of the members that are asked for.
  return (typeof value === 'object' && value !== null ? value : {}) as JsonObject
}
