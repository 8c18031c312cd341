/** What a schema says to people, as text that is safe in a JSDoc comment. */
import { comment } from '../../print/literals.js'
import { isObject, type JsonSchema } from '../../schema/types.js'
import type { Documentation } from './node.js'

export function documentationOf(schema: JsonSchema): Documentation | undefined {
  if (!isObject(schema)) return undefined
  const { description, deprecated } = schema
  const text = typeof description === 'string' ? prose(description) : ''
  // Written out, for json-schema-to-typescript loses the keyword where a type has a name; and last,
  // for a tag takes all text behind it.
  const lines = deprecated === true ? [text, '@deprecated'] : [text]
  const documentation = lines.filter((line) => line !== '').join('\n')
  return documentation === '' ? undefined : { description: documentation }
}

/** Text without comment ends, pragmas and tags. */
export function prose(text: string): string {
  const escaped = comment(text.replace(/\r\n?/g, '\n'))
  return escaped
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}
