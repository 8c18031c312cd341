/** Keeps the loops of an explanation from taking longer than a payload is worth. */
import type { AjvFunction } from './compile-unit.js'
import { closingBracket, stringAt } from './masked-code.js'
import { isTentative } from './tentative.js'

const LOOP =
  /for\((?:let i\d+=\d+; i\d+<len\d+; i\d+\+\+|const key(?<key>\d+) (?:in|of) [^\n]+)\)\{\n/g
const ESCAPED = /key(\d+)\.replace\(\/~\/g, "\d+"\)\.replace\(\/\\\/\/g, "\d+"\)/g
const RULE = /schemaPath:\s*("\d+")/g
const FINAL_CALL = /refused\(verdict\d+, false\)/

/** As many as `templates/runtime/checks/issues.ts` counts. */
const ENOUGH = 'if(errors > 9999){\nbreak;\n}\n'

/**
 * Ajv's function with loops that end where they have found enough, and that escape each name once
 * instead of once for each rule that is broken below it. Only where a broken rule is broken for good
 * may a loop end: of a branch that is tried, what was not looked at could pass.
 */
export function boundLoops(compiled: AjvFunction): string {
  const { text } = compiled
  return text
    .replace(LOOP, (head: string, key: string | undefined, offset: number) => {
      const open = offset + head.length - 2
      const body = text.slice(open, closingBracket(text, open))
      const isKeyed = key !== undefined
      // Where a loop looks at no value, it finds no more than one thing for each name.
      if (isKeyed && !body.includes(`key${key}.replace(`)) return head
      const end = isFinal(body, compiled) ? ENOUGH : ''
      return isKeyed ? `${head}${end}const name${key} = escaped(key${key});\n` : head + end
    })
    .replace(ESCAPED, 'name$1')
}

function isFinal(body: string, { schema, strings }: AjvFunction): boolean {
  if (FINAL_CALL.test(body)) return true
  const paths = [...body.matchAll(RULE)].map(([, path]) => stringAt(strings, path ?? ''))
  return paths.some((path) => !isTentative(schema, path))
}
