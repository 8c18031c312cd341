/** What a schema says to people, as text that is safe in a JSDoc comment. */
import { comment } from '../../print/literals.js'
import { isObject, type JsonSchema } from '../../schema/types.js'
import type { Documentation } from './node.js'

export function documentationOf(schema: JsonSchema): Documentation {
  if (!isObject(schema)) return {}
  const { description, deprecated } = schema
  const text = typeof description === 'string' ? prose(description) : ''
  return {
    ...(text === '' ? {} : { description: text }),
    ...(deprecated === true ? { deprecated } : {}),
  }
}

/** Text without comment ends, pragmas and tags. */
export function prose(text: string): string {
  const lines = comment(text.replace(/\r\n?/g, '\n')).split('\n')
  // A line that begins with `*/`-like stars would look as if the comment were over.
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}
