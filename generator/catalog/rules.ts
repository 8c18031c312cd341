/** The normalisation rules, each named by a sentence. They are applied to every schema object in turn. */
import { hidesSiblings, isAnnotation } from '../schema/keywords.js'
import type { Draft, JsonObject } from '../schema/types.js'

export interface RuleContext {
  readonly draft: Draft
  /** The identifier of the definition that a reference in this very schema leads to. */
  readonly target: string | undefined
}

export type Rule = (schema: JsonObject, context: RuleContext) => JsonObject

/** The keywords that refer to other schemas. */
export const REFERENCES: readonly string[] = ['$ref', '$dynamicRef', '$recursiveRef']

export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [
    'Up to draft 07 what stands beside a reference is ignored',
    (schema, { draft, target }) => {
      if (target === undefined || !hidesSiblings(draft)) return schema
      const hidden = Object.keys(schema).filter((keyword) => !isAnnotation(keyword))
      return without(
        schema,
        hidden.filter((keyword) => keyword !== '$ref'),
      )
    },
  ],
  [
    'A reference names the definition that it leads to',
    (schema, { target }) => {
      if (target === undefined) return schema
      return { $ref: `#/definitions/${target}`, ...without(schema, REFERENCES) }
    },
  ],
  [
    'Names of resources and anchors are left out once references are resolved',
    (schema, { draft }) => {
      const names = ['$schema', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$vocabulary']
      return without(schema, [...names, draft === '04' ? 'id' : '$id'])
    },
  ],
  [
    'Definitions stand on their own and not inside the schemas that hold them',
    (schema) => without(schema, ['definitions', '$defs']),
  ],
  [
    'Keywords that other tools print as code are left out',
    (schema) => without(schema, ['tsType', 'tsEnumNames', 'tsAdditionalProperties']),
  ],
  ['Comments for the authors of schemas are left out', (schema) => without(schema, ['$comment'])],
])

export function applyRules(schema: JsonObject, context: RuleContext): JsonObject {
  let result = schema
  for (const rule of RULES.values()) result = rule(result, context)
  return result
}

function without(schema: JsonObject, keywords: readonly string[]): JsonObject {
  if (!keywords.some((keyword) => Object.hasOwn(schema, keyword))) return schema
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)),
  )
}
