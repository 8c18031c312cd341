/** OpenAPI documents for tests: webhooks by what matters of them, and what is loaded of them. */
import type { Content, Loaded } from '../folder.js'

export const SCHEMA = { type: 'object', required: ['id'] }

/** An operation with a body of the media type. */
export const sent = (schema: unknown = SCHEMA, type = 'application/json', more: object = {}) => {
  return { requestBody: { content: { [type]: { schema } } }, ...more }
}

export const document = (webhooks: object, more: object = {}): Record<string, Content> => {
  return { 'openapi.json': { openapi: '3.1.0', webhooks, ...more } }
}

export const keys = ({ events }: Loaded) => events.map(({ key }) => key)
export const places = ({ events }: Loaded) =>
  events.map(({ place }) => `${place.file}#${place.pointer}`.replace('openapi.json', ''))
