/** Prints how a proof is made, for the SDK's `/testing`: the compiled proof, backwards. */
import { json } from '../print/literals.js'
import { ALGORITHMS } from './algorithms.js'
import type { Code } from './code.js'
import { printBytes, printLambda, printText } from './print-expr.js'
import { printSecretKey } from './print-keys.js'
import { printTokenSigner } from './print-token-signer.js'
import type {
  CheckPlan,
  CheckRule,
  Expr,
  ProofPlan,
  SignaturePlan,
  TimestampUnit,
} from './types.js'
import { placeholders } from './uses.js'
import { printExprWriter, printPickWriter } from './write.js'

const FORMATS: Readonly<Record<TimestampUnit, string>> = {
  s: 'toSeconds',
  ms: 'toMilliseconds',
  us: 'toMicroseconds',
  ns: 'toNanoseconds',
  iso8601: 'toIso8601',
  'http-date': 'toHttpDate',
}

/** TypeScript expressions of type `Signer`, or nothing where a proof cannot be made by a test. */
export function printSigners(plan: ProofPlan, code: Code): readonly string[] | undefined {
  // A request that a test makes has no connection to speak of.
  if (plan.kind === 'none' || plan.kind === 'transport') return []
  if (plan.kind === 'custom' || plan.kind === 'httpsig') return undefined
  if (plan.kind === 'check') return printCheckSigner(plan.rule, code)
  if (plan.kind === 'signature') return printSignature(plan, code)
  if (plan.kind === 'jwt') return printTokenSigner(plan, code)
  if (plan.kind === 'anyOf') return firstOf(plan.of, code)
  if (plan.kind === 'allOf') return allOf(plan.of, code)
  if (plan.kind !== 'switch') return undefined
  const [first] = plan.cases
  if (first === undefined) return undefined
  const checks: readonly CheckPlan[] = first.when.map((rule) => ({ kind: 'check', rule }))
  return allOf([...checks, first.proof], code)
}

function firstOf(plans: readonly ProofPlan[], code: Code): readonly string[] | undefined {
  const [first] = plans
  return first === undefined ? undefined : printSigners(first, code)
}

function allOf(plans: readonly ProofPlan[], code: Code): readonly string[] | undefined {
  const all = plans.map((plan) => printSigners(plan, code))
  return all.every((signers) => signers !== undefined) ? all.flat() : undefined
}

function printCheckSigner({ value, test }: CheckRule, code: Code): readonly string[] | undefined {
  // A signature that is made anyway leaves what is only said to be present or absent as it should be.
  if (test.kind === 'present' || test.kind === 'absent') return []
  const wanted = test.kind === 'oneOf' ? test.of[0] : undefined
  if (wanted === undefined) return undefined
  const writer = printExprWriter(value, printText(wanted, code), code)
  if (writer === undefined) return undefined
  const name = code.use('signValue', 'testing/signers.js')
  return [`${name}(${printLambda(['d', 'c'], writer.value)}, ${writer.write})`]
}

function printSignature(plan: SignaturePlan, code: Code): readonly string[] | undefined {
  const { algorithm, key, timestamp } = plan
  const known = typeof algorithm === 'string' ? ALGORITHMS.get(algorithm) : undefined
  const write = printPickWriter(plan.signature, code)
  const stamp = timestamp === undefined ? '' : printPickWriter(timestamp.pick, code)
  if (known === undefined || write === undefined || stamp === undefined) return undefined
  // Only the provider can make a signature that its public key verifies.
  if (known.family === 'public' || (key !== undefined && key.kind !== 'secret')) return undefined
  const [content = []] = plan.contents
  const hash = json(known.hash)
  const make =
    key === undefined
      ? `${code.use('makeHash', 'testing/signers.js')}(${hash})`
      : `${code.use('makeHmac', 'testing/signers.js')}(${hash}, ${printSecretKey(key, code)})`
  const format = timestamp && code.use(FORMATS[timestamp.unit], 'testing/timestamps.js')
  const members = [
    ...(format === undefined ? [] : [`timestamp: { format: ${format}, write: ${stamp} }`]),
    `fill: ${json(signedHeaders(content))}`,
    `contents: ${printLambda(['d', 'c'], `[${printBytes(content, code)}]`)}`,
    `make: ${make}`,
    `encode: ${code.use(plan.encoding === 'utf8' ? 'asText' : plan.encoding, plan.encoding === 'utf8' ? 'expr/value.js' : 'expr/encode.js')}`,
    `write: ${write}`,
  ]
  return [`${code.use('signSignature', 'testing/signers.js')}({\n${members.join(',\n')}\n})`]
}

/** Headers in the content, the timestamp's aside: those that nobody has set get a random value. */
function signedHeaders(content: readonly Expr[]): readonly string[] {
  return content
    .flatMap(placeholders)
    .flatMap(({ source, arg }) =>
      source === 'header' && arg !== undefined ? [arg.toLowerCase()] : [],
    )
}
