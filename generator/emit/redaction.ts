/** Emits `src/redaction.ts`: what of each event must not be printed. */
import type { Catalog } from '../catalog/types.js'
import { GeneratorBug } from '../errors.js'
import { BANNER } from '../print/banner.js'
import { json, propertyKey } from '../print/literals.js'
import { isEmpty, type PlannedPlace, type PlannedRule, planRedaction } from './redaction/plan.js'
import type { OutputFile } from './types.js'
import { compilePattern } from './validators/pattern.js'

export function emitRedaction(catalog: Catalog): readonly OutputFile[] {
  const { events, rules } = planRedaction(catalog)
  const content = `${BANNER}
/** Copies of payloads to be printed, without what the schemas mark as sensitive. */
import { type EventName, eventNames } from './events.js'
import { createRedactor, REDACTED, type RedactionPlan } from './runtime/redaction.js'

export { REDACTED }

const plan = {
  events: {
${events.map(([name, place]) => `    ${propertyKey(name)}: ${json(place)},`).join('\n')}
  },
  rules: [
${rules.map((rule) => `    ${printRule(rule)},`).join('\n')}
  ],
} as const satisfies RedactionPlan

const redactPayload = /* @__PURE__ */ createRedactor(plan, eventNames)

/**
 * A copy of the payload of an event in which \`REDACTED\` stands for what its schema marks by
 * \`x-sensitive\`, \`writeOnly\` or the formats \`password\` and \`email\`. All values of an event that
 * is not known are hidden. Members that the schema does not describe are copied.
 */
export function redact(name: EventName | (string & {}) | undefined, payload: unknown): unknown {
  return redactPayload(name, payload)
}
`
  return [{ path: 'src/redaction.ts', content }]
}

function printRule({ members, patterns, others, items, rest }: PlannedRule): string {
  const parts: string[] = []
  if (members.length > 0) {
    const each = members.map(([name, place]) => `${propertyKey(name)}: ${json(place)}`)
    parts.push(`members: { ${each.join(', ')} }`)
  }
  if (patterns.length > 0) parts.push(`patterns: [${patterns.map(printPattern).join(', ')}]`)
  if (!isEmpty(others)) parts.push(`others: ${json(others)}`)
  if (items.length > 0) parts.push(`items: ${json(items)}`)
  if (!isEmpty(rest)) parts.push(`rest: ${json(rest)}`)
  return `{ ${parts.join(', ')} }`
}

/** With the flags that the validator has for it. */
function printPattern([source, place]: readonly [string, PlannedPlace]): string {
  const expression = compilePattern(source)
  if (expression === undefined) {
    throw new GeneratorBug('a pattern that no validator can be compiled for came as far as here')
  }
  return json([source, expression.flags, place])
}
