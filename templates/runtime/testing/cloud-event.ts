/** Writes an event into a draft as a CloudEvent in structured mode. */
import { utf8 } from '../bytes.js'
import { putAt } from './json-members.js'
import type { WritePayload } from './payloads.js'

const CONTEXT = { specversion: '1.0', source: 'https://example.test/' }

/** `pointer` is where the schemas look for the event: in its JSON form, such as `/data`. */
export function asCloudEvent(pointer: string): WritePayload {
  return (draft, payload) => {
    const event = pointer === '' ? payload : putAt(CONTEXT, pointer, payload)
    draft.headers.set('content-type', 'application/cloudevents+json')
    draft.item = ''
    draft.body = utf8(JSON.stringify(event) ?? '')
  }
}
