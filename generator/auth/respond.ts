/** Plans `respond`: how deliveries are answered where the provider wants more than a status. */
import type { JsonObject } from '../schema/types.js'
import type { ReplyPlan, RespondPlan } from './handshake-types.js'
import type { Position } from './positions.js'
import { member, object } from './read.js'
import { parseReply, reader } from './reply.js'
import type { Spot } from './spot.js'

export function planRespond(config: JsonObject, spot: Spot): RespondPlan {
  const respond = object(member(config, 'respond'))
  const plan = (key: string, status: number, position: Position): ReplyPlan | undefined => {
    const node = member(respond, key)
    if (node === undefined) return undefined
    return parseReply({ status, ...object(node) }, spot.at('respond', key), reader(position))
  }
  return {
    ok: plan('ok', 200, 'acknowledge'),
    unauthorized: plan('unauthorized', 401, 'constant'),
    invalid: plan('invalid', 422, 'constant'),
    unknownEvent: plan('unknownEvent', 200, 'acknowledge'),
  }
}
