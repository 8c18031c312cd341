/** Prints how a delivery is read: its events and their payloads. */
import type { Code } from '../auth/code.js'
import { LONGEST_WORD } from '../auth/oracle-content.js'
import { oracleOf } from '../auth/oracle-events.js'
import { printLambda, printValue } from '../auth/print-expr.js'
import type { EventSource } from '../auth/types.js'
import { readsItem } from '../auth/uses.js'
import type { Catalog } from '../catalog/types.js'
import { json } from '../print/literals.js'
import { attributeKinds } from './attribute-kinds.js'

const CLOUD_EVENTS = 'expr/cloud-events.js'

/** The members of the provider that read events. */
export function printEventReaders(catalog: Catalog, code: Code): readonly string[] {
  const { batch } = catalog.source
  return [
    ...(batch === undefined ? [] : [`batch: ${printBatch(batch, catalog, code)}`]),
    `payload: ${printPayloadReader(catalog, code)}`,
  ]
}

function printBatch(pointer: string, catalog: Catalog, code: Code): string {
  const { from, modes } = catalog.source
  if (modes !== undefined) {
    const kinds = attributeKinds(catalog)
    const typed = Object.keys(kinds).length === 0 ? '' : `, ${json(kinds)}`
    return `(d) => ${code.use('cloudEvents', CLOUD_EVENTS)}(d, ${json(modes)}${typed})`
  }
  if (from === undefined || readsItem(from)) {
    return `(d) => ${code.use('bodyElements', 'expr/batch.js')}(d, ${json(pointer)})`
  }
  const call = code.use('carriedElements', 'expr/carried-batch.js')
  return printLambda(['d'], `${call}(${printCarrier(catalog, code)}, ${json(pointer)})`)
}

function printPayloadReader(catalog: Catalog, code: Code): string {
  const { source } = catalog
  const read = printLambda(['d'], printPayload(catalog, code))
  const isBody = source.batch === undefined && source.from === undefined
  if (!isBody || source.format !== 'json' || oracleOf(catalog) !== 'body') return read
  return `${code.use('composite', 'expr/composite.js')}(${read})`
}

function printPayload(catalog: Catalog, code: Code): string {
  const { batch, format, from, payload } = catalog.source
  if (from !== undefined && (batch === undefined || readsItem(from))) {
    const carrier = printCarrier(catalog, code)
    const module = 'expr/carried.js'
    if (format === 'text') return `${code.use('carriedText', module)}(${carrier})`
    return `${code.use('carriedJson', module)}(${carrier}, ${json(payload)})`
  }
  if (format === 'cloudevents' && /^\/data(?:\/|$)/.test(payload)) {
    const pointer = payload.slice('/data'.length)
    return `${code.use('cloudEventData', CLOUD_EVENTS)}(d, ${json(pointer)})`
  }
  if (batch !== undefined) return `${code.use('itemAt', 'expr/item.js')}(d, ${json(payload)})`
  return printBody(format, payload, code)
}

function printBody(format: EventSource['format'], pointer: string, code: Code): string {
  if (format === 'text') return `${code.use('bodyText', 'expr/body-text.js')}(d)`
  if (format === 'form') {
    return `${code.use('formPayload', 'expr/form-payload.js')}(d, ${json(pointer)})`
  }
  if (format === 'query') {
    return `${code.use('queryPayload', 'expr/query-payload.js')}(d, ${json(pointer)})`
  }
  if (pointer === '') return 'd.json()'
  return `${code.use('payloadAt', 'expr/payload-at.js')}(d, ${json(pointer)})`
}

/** The text that holds the event, where it is not the body. */
function printCarrier(catalog: Catalog, code: Code): string {
  const value = printValue(catalog.source.from ?? [], code)
  if (oracleOf(catalog) !== 'field') return value
  return `${code.use('beyondWords', 'expr/carried.js')}(${value}, ${LONGEST_WORD})`
}
