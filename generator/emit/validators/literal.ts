/** JSON values as JavaScript expressions. */
import { json, propertyKey } from '../../print/literals.js'
import { isObject, type JsonValue } from '../../schema/types.js'

/** Unlike JSON text in a script, a member called `__proto__` stays a member. */
export function literal(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`
  if (!isObject(value)) return json(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${propertyKey(name)}:${literal(member)}`,
  )
  return `{${members.join(',')}}`
}
