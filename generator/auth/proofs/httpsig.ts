/** Compiles `{ "type": "httpsig" }`: an HTTP message signature (RFC 9421) and its policy. */
import { json } from '../../print/literals.js'
import type { JsonObject } from '../../schema/types.js'
import { printAlgorithm } from '../algorithms.js'
import type { PrintContext, ProofCompiler } from '../compiler.js'
import { signedCoverage } from '../coverage.js'
import { keyExpressions, keySecrets, parseMessageKey } from '../keys.js'
import { messageKeyUse, parseMessageAlgorithms } from '../message-algorithms.js'
import { parseComponent, signedBy } from '../message-component.js'
import { list, member, number, object, string } from '../read.js'
import type { Spot } from '../spot.js'
import type { CoveragePlan, EventSource, HttpSigPlan, Placeholder } from '../types.js'

const DEFAULT_WINDOW_SECONDS = 300

const BODY: Placeholder = { kind: 'placeholder', source: 'body', arg: undefined, filters: [] }
/** The sender chooses what it covers, and the URL may be among it. */
const URL: Placeholder = { kind: 'placeholder', source: 'url', arg: undefined, filters: [] }

export const httpsig: ProofCompiler<HttpSigPlan> = {
  kind: 'httpsig',
  parse: (node, spot, { allowWeak }) => {
    const algorithms = parseMessageAlgorithms(member(node, 'algs'), spot.at('algs'))
    return {
      kind: 'httpsig',
      label: string(member(node, 'label')),
      tag: string(member(node, 'tag')),
      algorithms,
      key: parseMessageKey(
        member(node, 'key'),
        spot.at('key'),
        messageKeyUse(algorithms, allowWeak),
      ),
      allowWeak,
      require: parseComponents(node, spot.at('require')),
      digest: member(node, 'digest') === true,
      created: parseWindow(node),
      expires: member(node, 'expires') === true,
      nonce: member(node, 'nonce') === true,
    }
  },
  secrets: ({ key }) => keySecrets(key),
  expressions: ({ key }) => [[URL], ...keyExpressions(key)],
  nested: () => [],
  covers,
  print,
}

function parseComponents(node: JsonObject, spot: Spot): readonly string[] {
  return list(member(node, 'require')).flatMap((item, index) =>
    parseComponent(string(item) ?? '', spot.at(index)),
  )
}

function parseWindow(node: JsonObject): HttpSigPlan['created'] {
  const created = member(node, 'created')
  if (created === undefined) return undefined
  return {
    past: number(member(object(created), 'past'), DEFAULT_WINDOW_SECONDS),
    future: number(member(object(created), 'future'), DEFAULT_WINDOW_SECONDS),
  }
}

/** What is not required may be left out, so only the rest counts as signed. */
function covers(plan: HttpSigPlan, source: EventSource): CoveragePlan {
  const digest = plan.digest || plan.require.some((one) => one.startsWith('"content-digest"'))
  const signed = [...plan.require.flatMap(signedBy), ...(digest ? [BODY] : [])]
  const coverage = signedCoverage(signed, undefined, source)
  return { ...coverage, timestamp: plan.created !== undefined }
}

function print(plan: HttpSigPlan, { code }: PrintContext): string {
  const { label, tag, algorithms, created, digest, expires, nonce, require } = plan
  const entries = algorithms.map(
    ([registered, own]) =>
      `[${json(registered)}, ${printAlgorithm(own, plan.key, code, plan.allowWeak)}]`,
  )
  const members = [
    ...(label === undefined ? [] : [`label: ${json(label)}`]),
    ...(tag === undefined ? [] : [`tag: ${json(tag)}`]),
    `algorithms: new Map([${entries.join(', ')}])`,
    `require: ${json(require)}`,
    `digest: ${digest}`,
    ...(created === undefined ? [] : [`created: ${json(created)}`]),
    `expires: ${expires}`,
    `nonce: ${nonce}`,
  ]
  return `${code.use('httpSignature', 'auth/httpsig.js')}({\n${members.join(',\n')}\n})`
}
