/** What an unverified handshake that signs words leaves open to be taken for an event. */
import type { HandshakePlan } from './handshake-types.js'
import { sharedSignatures } from './oracle.js'
import type { Spot } from './spot.js'
import type { AuthPlan, EventSource, Source } from './types.js'

interface Planned {
  readonly auth: AuthPlan
  readonly handshakes: readonly HandshakePlan[]
}

/**
 * Whether anybody gets short words signed as if they were a body, or as if they were a field of a
 * form: what the receiver takes for an event must not be one.
 */
export function oracleOf({ auth, handshakes }: Planned): 'body' | 'field' | undefined {
  const verified = auth.schemes.map(({ proof }) => proof)
  const proofs = handshakes
    .flatMap((plan) => sharedSignatures(plan, verified))
    .flatMap((shared) => shared.proofs)
  const signs = (source: Source) =>
    proofs.some(
      (proof) =>
        proof.kind === 'signature' &&
        proof.contents
          .flat(2)
          .some((part) => part.kind === 'placeholder' && part.source === source),
    )
  return signs('body') ? 'body' : signs('form') ? 'field' : undefined
}

/** Reports events that such a word could be. */
export function checkOracleEvents(planned: Planned, source: EventSource, spot: Spot): void {
  const oracle = oracleOf(planned)
  if (oracle === undefined) return
  const { format, from } = source
  if (oracle === 'body' ? format === 'json' && from === undefined : from !== undefined) return
  const message =
    'a handshake signs words for whoever asks, with a secret by which events are verified, and such a word would be read as an event'
  const hint = 'set "verify": "auth" in the handshake'
  spot.at('events').error('ERR_HANDSHAKE_ORACLE', message, hint)
}
