/** Prints what the receiver has to know of the sender: how it takes answers, and what orders events. */
import type { Code } from '../auth/code.js'
import { credentialsOf } from '../auth/credentials.js'
import { printLambda, printText } from '../auth/print-expr.js'
import { printConstant, printRespond } from '../auth/print-reply.js'
import type { SequencePlan } from '../auth/sequence.js'
import type { Catalog } from '../catalog/types.js'
import { json } from '../print/literals.js'

const POSITIONS = { number: 'numberPosition', time: 'timePosition', text: 'textPosition' } as const

/** The members of the provider about its sender. */
export function printSender(catalog: Catalog, code: Code): readonly string[] {
  const { respond, sequence } = catalog
  const members = [`sender: ${printFacts(catalog)}`]
  if (respond.ok !== undefined) members.push(`acknowledge: ${printRespond(respond.ok, code)}`)
  if (respond.unauthorized !== undefined) {
    members.push(`unauthorized: ${printConstant(respond.unauthorized)}`)
  }
  if (respond.invalid !== undefined) members.push(`invalid: ${printConstant(respond.invalid)}`)
  if (respond.unknownEvent !== undefined) {
    members.push(`unknownEvent: ${printRespond(respond.unknownEvent, code)}`)
  }
  if (sequence !== undefined) members.push(`sequence: ${printSequence(sequence, code)}`)
  members.push(...printCredentials(catalog, code))
  return members
}

/** Left out where copies of a delivery may hold all of it. */
function printCredentials(catalog: Catalog, code: Code): readonly string[] {
  const { auth, contentTypes, handshakes, hydrate, source } = catalog
  const plan = credentialsOf(auth, { handshakes, hydrate, source })
  const { blank, form, headers, onlyHeaders, query, url } = plan
  const isFree = headers.length + query.length + form.length === 0 && !url
  if (isFree && onlyHeaders === undefined) return []
  const printed = {
    headers,
    ...(onlyHeaders && { onlyHeaders }),
    url,
    ...(query.length > 0 && { query }),
    ...(form.length > 0 && { form }),
    ...(blank && query.length + form.length > 0 && { blank }),
  }
  const mayBeMultipart = contentTypes.some((type) => /^(?:multipart|\*)\//i.test(type))
  const members = Object.entries(printed).map(([name, value]) => `${json(name)}: ${json(value)}`)
  if (form.length > 0 && mayBeMultipart) members.push(code.use('emptyParts', 'expr/multipart.js'))
  return [`credentials: { ${members.join(', ')} }`]
}

function printFacts({ sender }: Catalog): string {
  const { stopRetry, ...facts } = sender
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  const members = known.map(([name, value]) => `${name}: ${json(value)}`)
  if (stopRetry !== undefined) members.push(`stopRetry: ${printConstant(stopRetry)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function printSequence({ value, as, key }: SequencePlan, code: Code): string {
  const read = code.use(POSITIONS[as], 'expr/position.js')
  const members = [`position: ${printLambda(['d'], `${read}(${printText(value, code)})`)}`]
  if (key !== undefined) members.push(`key: ${printLambda(['d'], printText(key, code))}`)
  return `{ ${members.join(', ')} }`
}
