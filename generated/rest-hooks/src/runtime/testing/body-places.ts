/** The places in a body that a value can be put into. */
import { utf8 } from '../bytes.js'
import { jsonAt } from '../expr/json.js'
import { parseForm, parsePayload } from '../payload.js'
import type { Draft, Place } from './draft.js'
import { putAt } from './json-members.js'

const BOUNDARY = 'webhook-test'

const decoder = new TextDecoder()

/** The whole body. */
export const inBody: Place = {
  read: ({ body }) => decoder.decode(body),
  write: (draft, text) => {
    draft.body = utf8(text)
  },
}

/** A field of a body that is `application/x-www-form-urlencoded`. */
export function inForm(name: string): Place {
  return {
    read: (draft) => (isForm(draft) ? (fieldsOf(draft).get(name) ?? undefined) : undefined),
    write: (draft, text) => {
      const fields = fieldsOf(draft)
      fields.set(name, text)
      draft.headers.set('content-type', FORM)
      draft.body = utf8(fields.toString())
    },
  }
}

const FORM = 'application/x-www-form-urlencoded'

function isMultipart({ body, headers }: Draft): boolean {
  return body.length > 0 && headers.get('content-type')?.startsWith('multipart/') === true
}

function isForm({ headers }: Draft): boolean {
  return headers.get('content-type')?.startsWith(FORM) === true
}

function fieldsOf(draft: Draft): URLSearchParams {
  return isForm(draft) ? parseForm(draft.body) : new URLSearchParams()
}

/** A field of a body that is `multipart/form-data`. */
export function inPart(name: string): Place {
  return {
    read: ({ parts }) => parts.get(name),
    write: (draft, text) => {
      if (draft.parts.size === 0 && isMultipart(draft)) {
        throw new TypeError(
          'the proof is a field of the body, so the body cannot be given: leave it out',
        )
      }
      draft.parts.set(name, text)
      draft.headers.set('content-type', `multipart/form-data; boundary=${BOUNDARY}`)
      const all = [...draft.parts].map(([field, value]) => {
        return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`
      })
      draft.body = utf8(`${all.join('')}--${BOUNDARY}--\r\n`)
    },
  }
}

/** The member at a pointer of a body that is JSON. */
export function inJson(pointer: string): Place {
  return {
    read: ({ body }) => jsonAt(body, pointer),
    write: (draft, text) => writeMember(draft, pointer, text),
  }
}

/** The member at a pointer of the element that is being signed. */
export function inItem(pointer: string): Place {
  return {
    read: ({ body, item = '' }) => jsonAt(body, item + pointer),
    write: (draft, text) => writeMember(draft, (draft.item ?? '') + pointer, text),
  }
}

function writeMember(draft: Draft, pointer: string, text: string): void {
  const root = draft.body.length === 0 ? {} : parsePayload(draft.body)
  draft.body = utf8(JSON.stringify(putAt(root, pointer, text)))
}
