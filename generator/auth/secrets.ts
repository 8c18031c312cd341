/** Completes what a consumer has to give: the secrets of handshakes, and those that they hand over. */
import type { JsonObject } from '../schema/types.js'
import { askedHosts } from './asked-hosts.js'
import { coverageOf } from './compile.js'
import { handshakeSecrets } from './handshake-rules.js'
import type { HandshakePlan } from './handshake-types.js'
import { registrationOf } from './parse-handshake.js'
import { publicSecrets } from './public-secrets.js'
import { member, object, string } from './read.js'
import type { Spot } from './spot.js'
import { capturedOnSubscribing } from './subscriptions.js'
import type { AuthPlan, EventSource, SecretPlan } from './types.js'
import { readsBody } from './uses.js'

/** The plan with the secrets and hosts of all handshakes; mistakes in `secrets` are reported. */
export function completeAuth(
  auth: AuthPlan,
  handshakes: readonly HandshakePlan[],
  config: JsonObject,
  spot: Spot,
): AuthPlan {
  const declared = object(member(config, 'secrets'))
  const place = spot.at('secrets')
  const more = new Set(handshakes.flatMap(handshakeSecrets))
  const proofs = handshakes.flatMap(({ verify }) => (typeof verify === 'object' ? [verify] : []))
  const schemes = auth.schemes.map((scheme) => {
    const own = new Set(scheme.secrets.map(({ name }) => name))
    const added = [...more].filter((name) => !own.has(name))
    const optional = (name: string) => member(object(member(declared, name)), 'optional') === true
    const keys = publicSecrets(proofs)
    const all = [
      ...scheme.secrets,
      ...added.map((name) => ({
        name,
        optional: optional(name),
        ...(keys.has(name) && { isKey: true }),
      })),
    ]
    return {
      ...scheme,
      secrets: all.map((secret) => complete(secret, declared, place)),
      // Whichever scheme is chosen, handshakes with a proof of their own are judged beside it.
      askedHosts: askedHosts([scheme.proof, ...proofs]),
    }
  })
  const used = [...new Set(schemes.flatMap(({ secrets }) => secrets.map(({ name }) => name)))]
  if (used.some(isValue)) {
    const message = 'the name of a secret looks like the secret itself, which would be published'
    const hint =
      'write a name, such as "SECRET"; whoever receives gives the value to createReceiver. If it was the real one, change it'
    spot.at('auth').error('ERR_SECRET_VALUE', message, hint)
  }
  for (const name of Object.keys(declared)) {
    checkCaptured(name, config, handshakes, place)
    if (used.includes(name)) continue
    const message = `the secret "${name}" is declared and no proof uses it`
    const undeclared = used.filter((one) => member(declared, one) === undefined && !isValue(one))
    const hint =
      undeclared.length === 0
        ? 'leave it out, or use it in a proof'
        : `the proofs use ${undeclared.map((one) => `"${one}"`).join(', ')}: give both one name, or leave it out`
    place.at(name).warning('WARN_SECRET_UNUSED', message, hint)
  }
  return { ...auth, schemes }
}

/** Marks of secrets, or long runs of letters and digits that nobody would call anything. */
function isValue(name: string): boolean {
  if (
    /^(?:wh(?:sec|pk)|[sr]k_(?:live|test)|gh[pousr]|xox[abp]|shp(?:ss|at))_[A-Za-z0-9_]{16,}$/.test(
      name,
    )
  )
    return true
  const runs = name.split('_').filter((run) => run.length >= 20)
  return runs.some((run) => run.replace(/\D/g, '').length >= 3)
}

/** What a handshake hands over need not be given. */
function complete(secret: SecretPlan, declared: JsonObject, spot: Spot): SecretPlan {
  const { name } = secret
  if (member(object(member(declared, name)), 'capturedBy') === undefined) return secret
  const place = spot.at(name, 'perTenant')
  const registration = registrationOf(declared, name, place)
  if (readsBody(registration)) {
    const message = 'which secret to verify with must be known before the body is read'
    place.error('ERR_SECRET_TENANT', message, 'use the path, the query or a header')
  }
  return { ...secret, optional: true, registration }
}

function checkCaptured(
  name: string,
  config: JsonObject,
  handshakes: readonly HandshakePlan[],
  spot: Spot,
): void {
  const declared = object(member(config, 'secrets'))
  const by = string(member(object(member(declared, name)), 'capturedBy'))
  if (by === undefined) return
  const handshake = handshakes.find((plan) => plan.name === by)
  if (handshake?.capture?.secrets.some(([secret]) => secret === name) === true) return
  if (by === 'subscribe' && member(capturedOnSubscribing(config), name) !== undefined) return
  const message = `no handshake "${by}" captures the secret "${name}"`
  const hint = `add "capture": { "${name}": … } to it`
  spot.at(name, 'capturedBy').error('ERR_SECRET_CAPTURED', message, hint)
}

/** Warns where the account that an event is meant for could be changed on its way. */
export function reportAccount(auth: AuthPlan, source: EventSource, spot: Spot): void {
  if (source.account === undefined) return
  for (const { name, proof } of auth.schemes) {
    if (coverageOf(proof, { ...source, id: source.account }).id) continue
    const message = `the proof${auth.named ? ` "${name}"` : ''} does not cover the account`
    spot.at('events', 'account').warning('WARN_ACCOUNT', message)
  }
}
