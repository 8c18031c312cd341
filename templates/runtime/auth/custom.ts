/** The `custom` proof: the consumer's own function judges. */
import { ProofUnavailable } from '../errors.js'
import { callForeign } from '../foreign-call.js'
import type { ReceiverOptions } from '../options.js'
import type { Proof } from '../proof.js'
import { accepted, invalid } from './verdict.js'

export function customProof(name: string): Proof {
  return {
    present: () => true,
    configure: (options) => void find(name, options),
    prepare: () => undefined,
    verify: async (delivery, { now, options = {}, secrets }) => {
      const judge = find(name, options)
      const failed = (cause: unknown) =>
        new ProofUnavailable(`the function custom.${name} failed`, { cause })
      const verdict: unknown = await callForeign(
        () => judge(delivery, { secrets, now }),
        failed,
        options.limits?.callSeconds,
      )
      if (verdict === true) return accepted()
      // Reading it may run the consumer's code as well: a getter, or the trap of a proxy.
      const secretId = await callForeign(() => idOf(verdict), failed)
      return secretId === undefined
        ? invalid(`the function custom.${name} did not accept the delivery`)
        : accepted(secretId)
    },
  }
}

function find(name: string, { custom = {} }: ReceiverOptions) {
  const judge = Object.hasOwn(custom, name) ? custom[name] : undefined
  if (typeof judge === 'function') return judge
  throw new TypeError(
    `the proof ${name} is the consumer's own: create the receiver with { custom: { ${name}: async (delivery, { secrets }) => … } }`,
  )
}

/** Anything else, truthy or not, is a refusal: a mistake in the function must not let anybody in. */
function idOf(verdict: unknown): string | undefined {
  if (typeof verdict !== 'object' || verdict === null || !('secretId' in verdict)) return undefined
  const { secretId } = verdict
  return typeof secretId === 'string' ? secretId : undefined
}
