/** Plans `handshakes`: requests that set the webhook up and are answered at once. */
import type { JsonObject } from '../schema/types.js'
import { checkHandshake } from './handshake-rules.js'
import type { HandshakePlan } from './handshake-types.js'
import { parseHandshake } from './parse-handshake.js'
import { list, member, object } from './read.js'
import type { Spot } from './spot.js'
import type { AuthPlan } from './types.js'

/** Plans every handshake; mistakes are reported where they stand. */
export function planHandshakes(
  config: JsonObject,
  auth: AuthPlan,
  spot: Spot,
): readonly HandshakePlan[] {
  const methods = list(member(config, 'methods') ?? ['POST'])
  const declared = object(member(config, 'secrets'))
  const options = { allowWeak: member(config, 'allowWeak') === true, declared }
  const seen = new Set<string>()
  const plans = list(member(config, 'handshakes')).map((node, index) =>
    parseHandshake(object(node), spot.at('handshakes', index), options),
  )
  const events = auth.schemes.map(({ proof }) => proof)
  for (const [index, plan] of plans.entries()) {
    const place = spot.at('handshakes', index)
    const isDelivery = methods.includes(plan.method)
    const others = plans.flatMap(({ verify }) =>
      typeof verify === 'object' && verify !== plan.verify ? [verify] : [],
    )
    const verified = { events, 'other handshakes': others }
    checkHandshake(plan, { isDelivery, verified, declared }, place)
    if (seen.has(plan.name)) {
      const message = `two handshakes are called "${plan.name}"`
      place.at('name').error('ERR_HANDSHAKE_NAME', message)
    }
    seen.add(plan.name)
  }
  return plans
}
