/** Prints a handshake. */
import { json, propertyKey } from '../print/literals.js'
import type { Code } from './code.js'
import { printProof } from './compile.js'
import type { AnswerPlan, CapturePlan, HandshakePlan } from './handshake-types.js'
import { signsForAnybody } from './oracle.js'
import { printChecks, printLambda, printText } from './print-expr.js'
import { printOutbound } from './print-outbound.js'
import { printConstant, printRespond } from './print-reply.js'
import type { Expr, Source } from './types.js'
import { placeholders } from './uses.js'

/** A TypeScript object literal of type `Handshake`. */
export function printHandshake(plan: HandshakePlan, code: Code): string {
  const { verify, guard, otherwise } = plan
  const steps = printSteps(plan, code)
  const members = [
    `name: ${json(plan.name)}`,
    `method: ${json(plan.method)}`,
    `stage: ${json(plan.stage)}`,
    `verify: ${typeof verify === 'object' ? printProof(verify, code) : json(verify)}`,
    `match: ${printLambda(['d'], printChecks(plan.match, code))}`,
    `guard: ${guard.length === 0 ? 'undefined' : printLambda(['d', 'c'], printChecks(guard, code))}`,
    ...(steps.length === 0 ? [] : [`steps: [${steps.join(', ')}]`]),
    `respond: ${printAnswers(plan.answers, code)}`,
    ...(otherwise === undefined ? [] : [`otherwise: ${printConstant(otherwise)}`]),
    ...(plan.dispatch ? ['dispatch: true'] : []),
    ...(signsForAnybody(plan) ? ['signs: true'] : []),
  ]
  return `{\n${members.join(',\n')}\n}`
}

function printSteps({ capture, confirm }: HandshakePlan, code: Code): readonly string[] {
  const steps: string[] = []
  if (capture !== undefined) steps.push(printCapture(capture, code))
  if (confirm !== undefined) {
    const request = printLambda(['d', 'c'], `(${printOutbound(confirm, code)})`)
    steps.push(`${code.use('confirm', 'handshake/confirm.js')}(${request})`)
  }
  return steps
}

function printCapture({ registration, secrets, pending }: CapturePlan, code: Code): string {
  const read = (expr: CapturePlan['registration']) => printLambda(['d'], printText(expr, code))
  const taken = secrets.map(([name, value]) => `${propertyKey(name)}: ${read(value)}`)
  const rule = `{ keyOf: ${printRegistration(registration, code)}, secrets: { ${taken.join(', ')} }, pending: ${pending} }`
  return `${code.use('capture', 'handshake/capture.js')}(${rule})`
}

/**
 * A function that gives the key of a registration. What names none belongs to the default one; what
 * names one twice, or not in the form expected, belongs to none.
 */
export function printRegistration(registration: Expr, code: Code): string {
  const text = printText(registration, code)
  if (registration.every(({ kind }) => kind === 'text')) return printLambda(['d'], text)
  const named = placeholders(registration).flatMap(({ source, arg }) =>
    arg === undefined ? [] : printNaming(source, json(arg), code),
  )
  const isNamed = [...new Set(named)].join(' || ')
  const rest = isNamed === '' ? "'default'" : `(${isNamed} ? undefined : 'default')`
  return printLambda(['d'], `${text} ?? ${rest}`)
}

/** Whether a source is there at all, however often: one that is there twice has no value. */
function printNaming(source: Source, name: string, code: Code): readonly string[] {
  if (source === 'query') return [`${code.use('hasParameter', 'expr/url.js')}(d, ${name})`]
  if (source === 'header') return [`d.headers.values(${name}).length > 0`]
  return source === 'form' ? [`${code.use('hasField', 'expr/form.js')}(d, ${name})`] : []
}

function printAnswers(answers: readonly AnswerPlan[], code: Code): string {
  const members = answers.map((answer) => {
    const respond = printRespond(answer, code)
    return answer.mode === undefined ? respond : `${propertyKey(answer.mode)}: ${respond}`
  })
  return answers.some(({ mode }) => mode !== undefined)
    ? `{ ${members.join(', ')} }`
    : members.join('')
}
