/** Plans the auth part of a config as a run of the generator does. */
import { planHandshakes } from '../../../generator/auth/handshakes.js'
import { planAuth } from '../../../generator/auth/plan.js'
import { planEvents } from '../../../generator/auth/plan-events.js'
import { planRespond } from '../../../generator/auth/respond.js'
import { completeAuth, reportAccount } from '../../../generator/auth/secrets.js'
import { planSequence } from '../../../generator/auth/sequence.js'
import { Spot } from '../../../generator/auth/spot.js'
import { planSubscriptions } from '../../../generator/auth/subscriptions.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import type { JsonObject } from '../../../generator/schema/types.js'

export function planned(config: JsonObject) {
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, 'webhooks.json', () => ({ line: 1, column: 1 }))
  const source = planEvents(config, spot)
  const proofs = planAuth(config, source, spot)
  const handshakes = planHandshakes(config, proofs, spot)
  const auth = completeAuth(proofs, handshakes, config, spot)
  reportAccount(auth, source, spot)
  planSequence(config, source, spot)
  const respond = planRespond(config, spot)
  const subscriptions = planSubscriptions(config, auth, spot)
  /** `CODE pointer message` of each. */
  const said = diagnostics.list.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)
  return { auth, handshakes, respond, source, subscriptions, said, list: diagnostics.list }
}

/** A signature over the body, with whatever else is given. */
export function hmac(more: JsonObject = {}): JsonObject {
  return {
    type: 'signature',
    alg: 'hmac-sha256',
    key: { secret: 'KEY' },
    content: '{body}',
    signature: { from: '{header:x-signature}', encoding: 'hex' },
    ...more,
  }
}

const IS_A = [{ value: '{header:x}', equals: 'a' }]

/** A case of a switch; by entries, as a literal with `then` looks like a promise. */
export function oneCase(proof: JsonObject, when: readonly JsonObject[] = IS_A): JsonObject {
  return Object.fromEntries([
    ['when', when],
    ['then', proof],
  ])
}
