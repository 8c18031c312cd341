/** Writes an event into a draft, as the provider would. */
import { utf8 } from '../bytes.js'
import { inBody } from './body-places.js'
import type { Draft, Place } from './draft.js'
import { putAt } from './json-members.js'

export type WritePayload = (draft: Draft, payload: unknown) => void

export interface JsonRule {
  /** Where the schemas look for the event, in the text or in the element. */
  readonly pointer: string
  /** Where the array lies that has the event as an element: its only one, in a test. */
  readonly batch?: string
  /** What carries the text, where that is not the body. */
  readonly carrier?: Place
  /** Whether it stands in the element. */
  readonly isInElement?: true
}

/** As JSON. */
export function asJson({ pointer, batch, carrier, isInElement }: JsonRule): WritePayload {
  return (draft, payload) => {
    const event = pointer === '' ? payload : putAt(undefined, pointer, payload)
    const element = isInElement === true ? {} : event
    const root = batch === undefined ? element : putAt(undefined, batch, [element])
    // What JSON has no word for is an empty body.
    const text = JSON.stringify(root) ?? ''
    if (batch !== undefined) draft.item = `${batch}/0`
    if (isInElement !== true) return (carrier ?? inBody).write(draft, text)
    inBody.write(draft, text)
    carrier?.write(draft, JSON.stringify(event) ?? '')
  }
}

/** As the fields of a form: a list is a field that repeats. */
export const asForm: WritePayload = (draft, payload) => {
  const fields = new URLSearchParams(entries(payload))
  draft.headers.set('content-type', 'application/x-www-form-urlencoded')
  draft.body = utf8(fields.toString())
}

/** As the parameters of the URL. */
export const asQuery: WritePayload = (draft, payload) => {
  const url = new URL(draft.url)
  for (const [name, value] of entries(payload)) url.searchParams.append(name, value)
  draft.url = url.href
}

/** As it is: the body, or what something in it carries. */
export function asText(carrier: Place = inBody): WritePayload {
  return (draft, payload) => carrier.write(draft, String(payload))
}

function entries(payload: unknown): [name: string, value: string][] {
  return Object.entries(Object(payload)).flatMap(([name, value]) => {
    const all: readonly unknown[] = Array.isArray(value) ? value : [value]
    return all.map((one): [string, string] => [name, String(one)])
  })
}
