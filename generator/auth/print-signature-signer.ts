/** Prints how a signature is made: the `signature` proof, backwards. */
import { ALGORITHMS } from './algorithms.js'
import { printBytes, printLambda } from './print-expr.js'
import { planFilling, printState } from './print-fill.js'
import { pairType, printMaker } from './print-maker.js'
import { placeName, printEntry } from './print-place.js'
import type { SignerPrinter } from './signer-printer.js'
import { planNaming, printNeed } from './signing-key.js'
import type { Expr, SignaturePlan, TimestampUnit } from './types.js'

const FORMATS: Readonly<Record<TimestampUnit, string>> = {
  s: 'toSeconds',
  ms: 'toMilliseconds',
  us: 'toMicroseconds',
  ns: 'toNanoseconds',
  iso8601: 'toIso8601',
  'http-date': 'toHttpDate',
}

export function printSignatureSigner(plan: SignaturePlan, printer: SignerPrinter): string {
  const { code } = printer
  const { contents, encoding, key, signature, timestamp } = plan
  const { name, stated } = chooseAlgorithm(plan)
  const { write, prefix } = printEntry(signature, code)
  const naming = planNaming(key, code)
  const exprs = [...(contents[0] ?? []), ...naming.read]
  const filling = planFilling(exprs, [...writtenBy(plan), ...naming.places], code)
  printer.need(printNeed(key, pairType(name, key), code))
  const all = contents.map((content) => printBytes(content, code)).join(', ')
  const encode = encoding === 'utf8' ? 'asText' : encoding
  const members = [
    ...printTimestamp(timestamp, printer),
    `fill: [${filling.fill.join(', ')}]`,
    `state: ${printState([...stated, ...naming.state, ...filling.state], code)}`,
    ...naming.members,
    `contents: ${printLambda(['d', 'c'], `[${all}]`)}`,
    `make: ${printMaker(name, key, code)}`,
    `encode: ${code.use(encode, encoding === 'utf8' ? 'expr/value.js' : 'expr/encode.js')}`,
    ...(prefix === undefined ? [] : [`prefix: ${prefix}`]),
    `write: ${write}`,
  ]
  return `${code.use('signSignature', 'testing/signers.js')}({\n${members.join(',\n')}\n})`
}

/** The places that the signature, its time and the name of its algorithm stand in. */
export function writtenBy(plan: SignaturePlan): readonly (string | undefined)[] {
  const { algorithm, signature, timestamp } = plan
  const picks = [signature, ...(timestamp === undefined ? [] : [timestamp.pick])]
  const named = typeof algorithm === 'string' ? [] : [algorithm.pick]
  return [...picks, ...named].flatMap(({ from }) => from.slice(0, 1).map(placeName))
}

/** Of those that the sender may name the first that is not weak; its name is stated. */
function chooseAlgorithm({ algorithm }: SignaturePlan): {
  readonly name: string
  readonly stated: readonly (readonly [expr: Expr, text: string])[]
} {
  if (typeof algorithm === 'string') return { name: algorithm, stated: [] }
  const entries = [...algorithm.map]
  const strong = entries.find(([, name]) => ALGORITHMS.get(name)?.weak === false)
  const [sent, name] = strong ?? entries[0] ?? ['', '']
  return { name, stated: [[algorithm.pick.from[0] ?? [], sent]] }
}

function printTimestamp(
  timestamp: SignaturePlan['timestamp'],
  { code }: SignerPrinter,
): readonly string[] {
  if (timestamp === undefined) return []
  const format = code.use(FORMATS[timestamp.unit], 'testing/timestamps.js')
  return [`timestamp: { format: ${format}, write: ${printEntry(timestamp.pick, code).write} }`]
}
