/** Finds what of a delivery is a credential: who reads it could send deliveries of their own. */
import { partsOf } from './rules/leaves.js'
import type { SequencePlan } from './sequence.js'
import type { Spot } from './spot.js'
import type { AuthPlan, CheckRule, EventSource, Placeholder, ProofPlan, Source } from './types.js'
import { pickExpressions, placeholders, readsBody } from './uses.js'

export interface CredentialsPlan {
  /** Lower case, sorted. */
  readonly headers: readonly string[]
  readonly url: boolean
}

const URL_SOURCES: readonly Source[] = ['host', 'path', 'query', 'url']

/** Left out of every copy, whatever the provider's proof is. */
const NEVER_KEPT = ['authorization', 'proxy-authorization', 'cookie']

/** Warns of events that cannot be read any more once a copy of the delivery has no credentials. */
export function reportCredentials(
  auth: AuthPlan,
  {
    sequence,
    source,
  }: { readonly sequence: SequencePlan | undefined; readonly source: EventSource },
  spot: Spot,
): void {
  const { headers, url } = credentialsOf(auth)
  const isLeftOut = ({ source: place, arg = '' }: Placeholder) =>
    place === 'header'
      ? [...NEVER_KEPT, ...headers].includes(arg.toLowerCase())
      : url && URL_SOURCES.includes(place)
  const { account, format, from, id, type } = source
  const readers = {
    type,
    id,
    account,
    payload: from,
    sequence: sequence?.value,
    key: sequence?.key,
  }
  for (const [part, expr] of Object.entries(readers)) {
    if (!placeholders(expr ?? []).some(isLeftOut)) continue
    warn(spot.at('events', part === 'key' ? 'sequence' : part))
  }
  if (format === 'query' && url) warn(spot.at('events', 'format'))
}

function warn(spot: Spot): void {
  const message =
    'this is read from a credential, and a delivery that waits in a queue or is kept has none'
  const hint = 'take such deliveries without a queue, or read another part of them'
  spot.warning('WARN_CREDENTIAL', message, hint)
}

/** Whichever of the schemes the consumer chooses. */
export function credentialsOf(auth: AuthPlan): CredentialsPlan {
  const places = auth.schemes.flatMap(({ proof }) => proofPlaces(proof))
  const headers = places.flatMap(({ source, arg }) =>
    source === 'header' && arg !== undefined ? [arg.toLowerCase()] : [],
  )
  const url = places.some(({ source }) => URL_SOURCES.includes(source))
  return { headers: [...new Set(headers)].sort(), url }
}

function proofPlaces(plan: ProofPlan): readonly Placeholder[] {
  const conditions = plan.kind === 'switch' ? plan.cases.flatMap(({ when }) => when) : []
  const own = partsOf(plan).length === 0 ? leafPlaces(plan) : partsOf(plan).flatMap(proofPlaces)
  return [...conditions.flatMap(checkPlaces), ...own]
}

function leafPlaces(plan: ProofPlan): readonly Placeholder[] {
  if (plan.kind === 'check') return checkPlaces(plan.rule)
  if (plan.kind === 'oauth2') {
    return [{ kind: 'placeholder', source: 'header', arg: 'authorization', filters: [] }]
  }
  // A detached token is a signature: it holds for the one body that it was made for.
  if (plan.kind !== 'jwt' || plan.detached !== undefined) return []
  return pickExpressions(plan.token).flatMap(placeholders)
}

/** What is compared with a secret, unless the secret only signs the body that it came with. */
function checkPlaces({ value, test }: CheckRule): readonly Placeholder[] {
  if (test.kind !== 'oneOf') return []
  const all = [value, ...test.of].map(placeholders)
  const isStatic = (parts: readonly Placeholder[]) => !parts.some(isOfBody)
  const secrets = all.filter((parts) => parts.some(isSecret) && isStatic(parts))
  return secrets.length === 0 ? [] : all.flat().filter((part) => !isSecret(part))
}

function isSecret({ source, filters }: Placeholder): boolean {
  return source === 'secret' || filters.some(({ secret }) => secret !== undefined)
}

function isOfBody(part: Placeholder): boolean {
  return isSecret(part) && readsBody([part])
}
