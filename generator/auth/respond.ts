/** Plans `respond`: how deliveries are answered where the provider wants more than a status. */
import type { JsonObject } from '../schema/types.js'
import type { RespondPlan } from './handshake-types.js'
import { member, object } from './read.js'
import { parseReply, reader } from './reply.js'
import type { Spot } from './spot.js'

export function planRespond(config: JsonObject, spot: Spot): RespondPlan {
  const respond = object(member(config, 'respond'))
  const place = spot.at('respond')
  const ok = member(respond, 'ok')
  const unauthorized = member(respond, 'unauthorized')
  return {
    ok:
      ok === undefined ? undefined : parseReply(object(ok), place.at('ok'), reader('acknowledge')),
    unauthorized:
      unauthorized === undefined
        ? undefined
        : parseReply(
            { status: 401, ...object(unauthorized) },
            place.at('unauthorized'),
            reader('constant'),
          ),
  }
}
