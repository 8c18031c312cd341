/** Compiles `{ "type": "signature" }`: a MAC, a hash or a signature over a content template. */
import { json } from '../../print/literals.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { ALGORITHMS, algorithmProblem, printAlgorithm } from '../algorithms.js'
import type { PrintContext, ProofCompiler } from '../compiler.js'
import { parseContent } from '../content.js'
import { contentCoverage } from '../coverage.js'
import { type KeyUse, keyExpressions, keySecrets, parseKey } from '../keys.js'
import { parsePick } from '../pick.js'
import { printBytes, printLambda, printPick } from '../print-expr.js'
import { PUBLIC_ALGORITHMS } from '../public-algorithms.js'
import { list, member, object, string } from '../read.js'
import { checkSignature } from '../signature-rules.js'
import type { Spot } from '../spot.js'
import { parseTimestamp, printTimestamp } from '../timestamps.js'
import type { Encoding, Expr, SignaturePlan } from '../types.js'
import { pickExpressions, readsBody } from '../uses.js'

const MAX_VARIANTS = 4

export const signature: ProofCompiler<SignaturePlan> = {
  kind: 'signature',
  parse: (node, spot, { allowWeak }) => {
    const picked = object(member(node, 'signature'))
    const timestamp = member(node, 'timestamp')
    const algorithm = parseAlgorithm(member(node, 'alg'), spot.at('alg'), allowWeak)
    const plan: SignaturePlan = {
      kind: 'signature',
      algorithm,
      key: parseKey(member(node, 'key'), spot.at('key'), keyUse(node, algorithm, allowWeak)),
      allowWeak,
      contents: parseContents(node, spot),
      signature: parsePick(picked, spot.at('signature'), 'prefix'),
      encoding: (string(member(picked, 'encoding')) ?? 'hex') as Encoding, // sound: the config schema lists them
      timestamp:
        timestamp === undefined ? undefined : parseTimestamp(timestamp, spot.at('timestamp')),
    }
    checkSignature(plan, spot)
    return plan
  },
  secrets: ({ key }) => keySecrets(key),
  expressions: (plan) => [
    ...plan.contents.flat(),
    ...pickExpressions(plan.signature),
    ...(plan.timestamp === undefined ? [] : pickExpressions(plan.timestamp.pick)),
    ...(typeof plan.algorithm === 'string' ? [] : pickExpressions(plan.algorithm.pick)),
    ...keyExpressions(plan.key),
  ],
  nested: () => [],
  covers: (plan, source) => contentCoverage(plan.contents, plan.timestamp, source),
  print,
}

function parseAlgorithm(
  value: JsonValue | undefined,
  spot: Spot,
  allowWeak: boolean,
): SignaturePlan['algorithm'] {
  if (!isObject(value)) {
    const name = string(value) ?? ''
    const problem = algorithmProblem(name, allowWeak)
    if (problem !== undefined) spot.error('ERR_ALGORITHM', problem.message, problem.hint)
    return name
  }
  const map = object(member(value, 'map'))
  for (const [sent, name] of Object.entries(map)) {
    const problem = algorithmProblem(string(name) ?? '', allowWeak)
    if (problem !== undefined)
      spot.at('map', sent).error('ERR_ALGORITHM', problem.message, problem.hint)
  }
  return {
    pick: parsePick(value, spot),
    map: new Map(Object.entries(map).map(([sent, name]) => [sent, string(name) ?? ''])),
  }
}

function parseContents(node: JsonObject, spot: Spot): readonly (readonly Expr[])[] {
  const variants = member(node, 'contentVariants')
  if (variants === undefined) {
    return [parseContent(member(node, 'content'), spot.at('content'), 'content')]
  }
  if (list(variants).length > MAX_VARIANTS) {
    spot.at('contentVariants').error('ERR_CONTENT_VARIANTS', `more than ${MAX_VARIANTS} variants`)
  }
  return list(variants).map((item, index) =>
    parseContent(item, spot.at('contentVariants', index), 'content'),
  )
}

/** An Ed25519 key that is derived from a secret is one that both sides have. */
function keyUse(
  node: JsonObject,
  algorithm: SignaturePlan['algorithm'],
  allowWeak: boolean,
): KeyUse {
  const names = typeof algorithm === 'string' ? [algorithm] : [...algorithm.map.values()]
  const isSeed =
    names.every((name) => name === 'ed25519') &&
    member(object(member(node, 'key')), 'derive') === 'repeat32'
  const isMac = (name: string) => ALGORITHMS.get(name)?.family === 'mac'
  return {
    shared: isSeed || names.some(isMac),
    fetched: names.every(isMac),
    types: names.flatMap((name) => PUBLIC_ALGORITHMS.get(name)?.keyType ?? []),
    allowWeak,
  }
}

function print(plan: SignaturePlan, { code }: PrintContext): string {
  const where = pickExpressions(plan.signature).some(readsBody) ? 'inBody' : 'inHead'
  const contents = plan.contents.map((content) => printBytes(content, code)).join(', ')
  const members = [
    `candidates: { ${where}: ${printLambda(['d', 'c'], printPick(plan.signature, code))} }`,
    `decode: ${printDecoder(plan.encoding, code)}`,
    `contents: ${printLambda(['d', 'c'], `[${contents}]`)}`,
    `algorithm: ${printChoice(plan, code)}`,
    ...(plan.timestamp === undefined ? [] : [`timestamp: ${printTimestamp(plan.timestamp, code)}`]),
  ]
  return `${code.use('signature', 'auth/signature.js')}({\n${members.join(',\n')}\n})`
}

function printDecoder(encoding: Encoding, code: PrintContext['code']): string {
  const names = {
    hex: 'fromHex',
    base64: 'fromBase64',
    base64url: 'fromBase64Url',
    utf8: 'fromUtf8',
  }
  return code.use(names[encoding], 'expr/encode.js')
}

/** The algorithm, or a map from what the sender names to the algorithms that are allowed. */
function printChoice(
  { algorithm, key, allowWeak }: SignaturePlan,
  code: PrintContext['code'],
): string {
  if (typeof algorithm === 'string') return printAlgorithm(algorithm, key, code, allowWeak)
  const entries = [...algorithm.map].map(
    ([sent, name]) => `[${json(sent)}, ${printAlgorithm(name, key, code, allowWeak)}]`,
  )
  const choose = code.use('chosen', 'auth/chosen.js')
  return `${choose}(${printLambda(['d'], printPick(algorithm.pick, code))}, new Map([${entries.join(', ')}]))`
}
