/** Emits `src/redaction.ts`: what of each event must not be printed. */
import type { Catalog } from '../catalog/types.js'
import { judgePattern } from '../patterns/judge.js'
import { BANNER } from '../print/banner.js'
import { json, propertyKey } from '../print/literals.js'
import { isEmpty, type PlannedRule, planRedaction } from './redaction/plan.js'
import type { OutputFile } from './types.js'
import { type PrintedPattern, printPattern } from './validators/pattern.js'

export function emitRedaction(catalog: Catalog): readonly OutputFile[] {
  const { events, rules } = planRedaction(catalog)
  const patterns = new Map(
    rules.flatMap((rule) => rule.patterns).map(([source]) => [source, print(source)]),
  )
  const content = `${BANNER}
/** Copies of payloads to be printed, without what the schemas mark as sensitive. */
import { type EventName, eventNames } from './events.js'
${printImports([...patterns.values()])}import { createRedactor, REDACTED, type RedactionPlan } from './runtime/redaction.js'

export { REDACTED }

const plan = {
  events: {
${events.map(([name, place]) => `    ${propertyKey(name)}: ${json(place)},`).join('\n')}
  },
  rules: [
${rules.map((rule) => `    ${printRule(rule, patterns)},`).join('\n')}
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

/** As the validators run it: names are data of whoever sends. */
function print(source: string): PrintedPattern {
  return printPattern(source, judgePattern(source))
}

function printImports(patterns: readonly PrintedPattern[]): string {
  const lines = patterns
    .flatMap(({ imports = [] }) => imports)
    .map(({ file, name }) => `import { ${name} } from './runtime/checks/${file}.js'\n`)
  return [...new Set(lines)].sort().join('')
}

function printRule(rule: PlannedRule, printed: ReadonlyMap<string, PrintedPattern>): string {
  const { members, patterns, others, items, rest } = rule
  const parts: string[] = []
  if (members.length > 0) {
    const each = members.map(([name, place]) => `${propertyKey(name)}: ${json(place)}`)
    parts.push(`members: { ${each.join(', ')} }`)
  }
  if (patterns.length > 0) {
    const each = patterns.map(([source, place]) => {
      return `[/* @__PURE__ */ ${printed.get(source)?.code}, ${json(place)}]`
    })
    parts.push(`patterns: [${each.join(', ')}]`)
  }
  if (!isEmpty(others)) parts.push(`others: ${json(others)}`)
  if (items.length > 0) parts.push(`items: ${json(items)}`)
  if (!isEmpty(rest)) parts.push(`rest: ${json(rest)}`)
  return `{ ${parts.join(', ')} }`
}
