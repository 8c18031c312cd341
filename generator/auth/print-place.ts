/** Prints the places where a delivery is read, so that tests can write there: reading, backwards. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { printLambda, printText } from './print-expr.js'
import type { Expr, Filter, Pick, Placeholder, Source } from './types.js'
import { Unsignable } from './unsignable.js'
import { constantText } from './uses.js'

type Call = readonly [name: string, module: string]

const PLACES: Partial<Readonly<Record<Source, Call>>> = {
  header: ['inHeader', 'testing/draft.js'],
  query: ['inQuery', 'testing/draft.js'],
  form: ['inForm', 'testing/body-places.js'],
  part: ['inPart', 'testing/body-places.js'],
  json: ['inJson', 'testing/body-places.js'],
  item: ['inItem', 'testing/body-places.js'],
}

const ENCODINGS: ReadonlyMap<string, readonly [decode: string, encode: string]> = new Map([
  ['hex', ['fromHex', 'hex']],
  ['base64', ['fromBase64', 'base64']],
  ['base64url', ['fromBase64Url', 'base64url']],
  ['mime', ['fromMime', 'base64']],
])

/** They change nothing that a test would write. */
const IGNORED: readonly string[] = ['lower', 'upper', 'trim']

/** A TypeScript expression of type `Place`. @throws {Unsignable} where what is read cannot be written */
export function printPlace(expr: Expr, code: Code): string {
  const placeholder = only(expr)
  if (placeholder === undefined) throw unwritable('something composed')
  return placeholder.filters.reduce(
    (place, filter) => printFilter(place, filter, code),
    printSource(placeholder, code),
  )
}

/** A TypeScript expression of type `Write`, and the prefix where that is known only when it is written. */
export function printEntry(
  pick: Pick,
  code: Code,
): { readonly write: string; readonly prefix: string | undefined } {
  const place = printPlace(pick.from[0] ?? [], code)
  const { prefix = [], skip, split } = pick
  const fixed = constantText(prefix)
  const rules = [
    fixed === undefined || fixed === '' ? '' : `prefix: ${json(fixed)}`,
    split === undefined ? '' : `split: ${json(split)}`,
    skip === 0 ? '' : `skip: ${skip}`,
  ].filter((rule) => rule !== '')
  if (skip > 0 && split === undefined) throw unwritable('what comes behind entries')
  const more = rules.length === 0 ? '' : `, { ${rules.join(', ')} }`
  return {
    write: `${code.use('entry', 'testing/draft.js')}(${place}${more})`,
    prefix: fixed === undefined ? printLambda(['d', 'c'], printText(prefix, code)) : undefined,
  }
}

/** Names a place, to tell whether two expressions read the same. */
export function placeName(expr: Expr): string | undefined {
  const placeholder = only(expr)
  if (placeholder === undefined) return undefined
  const { source, arg, of } = placeholder
  if (of !== undefined) return placeName(of)
  return `${source}:${source === 'header' ? arg?.toLowerCase() : arg}`
}

function printSource({ source, arg, of }: Placeholder, code: Code): string {
  if (of !== undefined) return printPlace(of, code)
  if (source === 'body') return code.use('inBody', 'testing/body-places.js')
  const call = PLACES[source]
  if (call === undefined || arg === undefined) throw unwritable(`{${source}}`)
  return `${code.use(...call)}(${json(source === 'header' ? arg.toLowerCase() : arg)})`
}

function printFilter(place: string, { name, args }: Filter, code: Code): string {
  const [first = '', second = ''] = args
  const use = (inner: string) => code.use(inner, 'testing/value-places.js')
  if (IGNORED.includes(name)) return place
  if (name === 'json') return `${use('inMember')}(${place}, ${json(first)})`
  if (name === 'strip') return `${use('inRest')}(${place}, ${json(first)})`
  if (name === 'credentials') return `${use('inRest')}(${place}, ${json(`${first} `)})`
  if (name === 'split') return `${use('inPartOf')}(${place}, ${json(first)}, ${Number(second)})`
  const encoding = name === 'decode' ? ENCODINGS.get(first) : undefined
  if (encoding === undefined) throw unwritable(`what |${name} makes`)
  const [decode, encode] = encoding.map((one) => code.use(one, 'expr/encode.js'))
  return `${use('inEncoded')}(${place}, ${decode}, ${encode})`
}

function only(expr: Expr): Placeholder | undefined {
  const [part] = expr
  return expr.length === 1 && part?.kind === 'placeholder' ? part : undefined
}

function unwritable(what: string): Unsignable {
  return new Unsignable(`the proof reads ${what}, and nothing can be written there`)
}
