/** Turns the checked `auth` of a config into a plan. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { askedHosts } from './asked-hosts.js'
import { coverageOf, expressionsOf, parseProof, secretsOf } from './compile.js'
import { BEARER_SECRET } from './proofs/oauth2.js'
import { publicSecrets } from './public-secrets.js'
import { list, member, object } from './read.js'
import { checkItems } from './rules/items.js'
import { leavesOf } from './rules/leaves.js'
import { checkWork } from './rules/work.js'
import type { Spot } from './spot.js'
import { isUnsigned } from './strength.js'
import type { AuthPlan, EventSource, ProofPlan, SchemePlan } from './types.js'
import { readsUrl } from './uses.js'

export const DEFAULT_SCHEME = 'default'

export function planAuth(config: JsonObject, source: EventSource, spot: Spot): AuthPlan {
  const auth = object(member(config, 'auth'))
  const place = spot.at('auth')
  const options = { allowWeak: member(config, 'allowWeak') === true }
  const declared = object(member(config, 'secrets'))
  const schemes = member(auth, 'schemes')
  const scheme = (name: string, proof: ProofPlan) => planScheme(name, proof, source, declared)
  const parse = (node: JsonValue | undefined, at: Spot) => {
    const proof = parseProof(node, at, options)
    checkItems(proof, at)
    checkWork(proof, at)
    return proof
  }
  if (!isObject(schemes)) {
    const proof = parse(auth, place)
    return { named: false, schemes: [scheme(DEFAULT_SCHEME, proof)] }
  }
  const required = list(member(auth, 'require')).map((node, index) =>
    parse(node, place.at('require', index)),
  )
  const plans = Object.entries(schemes).map(([name, node]) => {
    const proof = parse(node, place.at('schemes', name))
    return scheme(name, required.length === 0 ? proof : { kind: 'allOf', of: [...required, proof] })
  })
  return { named: true, schemes: plans }
}

function planScheme(
  name: string,
  proof: ProofPlan,
  source: EventSource,
  declared: JsonObject,
): SchemePlan {
  const leaves = leavesOf(proof)
  const keys = publicSecrets([proof])
  const isBearer = leaves.some(({ kind }) => kind === 'oauth2')
  return {
    name,
    proof,
    secrets: secretsOf(proof).map((secret) => ({
      name: secret,
      // A static token is one of three ways that the consumer chooses from.
      optional: isOptional(member(declared, secret)) || (isBearer && secret === BEARER_SECRET),
      ...(keys.has(secret) && { isKey: true }),
    })),
    coverage: coverageOf(proof, source),
    needsUrl: expressionsOf(proof).some(readsUrl),
    // RFC 9530: a content digest is over the encoded content.
    needsEncoded: leaves.some(({ kind }) => kind === 'httpsig'),
    unsigned: isUnsigned(proof),
    settings: isBearer ? 'oauth2' : undefined,
    askedHosts: askedHosts([proof]),
  }
}

function isOptional(declaration: JsonValue | undefined): boolean {
  return member(object(declaration), 'optional') === true
}
