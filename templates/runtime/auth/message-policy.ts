/** What the parameters of a message signature have to say (RFC 9421, section 2.3). */
import type { Refused } from '../proof.js'
import type { MessageSignature } from './message-signature.js'
import type { BareItem } from './structured-fields.js'
import { distance, isWithin, type Window } from './timestamp.js'
import { invalid, outOfRange } from './verdict.js'

export interface MessagePolicy {
  /** Seconds around the receiver's clock that `created` has to lie in, and be there at all. */
  readonly created?: Window
  /** Whether `expires` has to be there. Where it is there it is honoured in any case. */
  readonly expires: boolean
  /** Whether `nonce` has to be there. */
  readonly nonce: boolean
}

/** A parameter that is text; undefined where it is absent, or anything else. */
export function textParameter({ input }: MessageSignature, name: string): string | undefined {
  const value = input.parameters.get(name)
  return value?.kind === 'string' ? value.value : undefined
}

/** Parameters are always covered, so that what they say is the signer's own word. */
export function judgeParameters(
  rule: MessagePolicy,
  found: MessageSignature,
  now: number,
): Refused | undefined {
  if (rule.nonce && (textParameter(found, 'nonce') ?? '') === '') {
    return invalid('the message signature bears no nonce')
  }
  const { parameters } = found.input
  const created = seconds(parameters.get('created'))
  const expires = seconds(parameters.get('expires'))
  if (created === 'malformed' || expires === 'malformed') {
    return outOfRange('created and expires must be whole seconds')
  }
  return judgeCreated(rule, created, now) ?? judgeExpires(rule, expires, now)
}

function judgeCreated(
  { created: window }: MessagePolicy,
  created: number | undefined,
  now: number,
): Refused | undefined {
  if (window === undefined) return undefined
  if (created === undefined)
    return outOfRange('the message signature does not say when it was made')
  if (isWithin(created * 1000, now, window)) return undefined
  const far = distance(created * 1000, now, window)
  return outOfRange(`the message signature was made ${far}`)
}

function judgeExpires(
  { expires: isDemanded }: MessagePolicy,
  expires: number | undefined,
  now: number,
): Refused | undefined {
  if (expires !== undefined) {
    return expires * 1000 < now
      ? outOfRange(`the message signature expired ${Math.round(now / 1000 - expires)} seconds ago`)
      : undefined
  }
  return isDemanded ? outOfRange('the message signature does not say when it expires') : undefined
}

function seconds(item: BareItem | undefined): number | 'malformed' | undefined {
  if (item === undefined) return undefined
  return item.kind === 'integer' ? item.value : 'malformed'
}
