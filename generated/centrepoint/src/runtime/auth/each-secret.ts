/** Tries the values of secrets that an expression mixes in: one at a time, while they rotate. */
import { SecretInvalid, SecretUnavailable } from '../errors.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import type { Secret, SecretSet } from '../secrets.js'

/**
 * Runs the proof once for each value of the secrets it names. Secrets that belong together, such
 * as a user name and its password, rotate together: the first of each, the second of each.
 */
export function eachSecret(names: readonly string[], proof: Proof): Proof {
  return {
    ...proof,
    prepare: (secrets) => {
      if (turns(names, secrets) === undefined) throw new SecretInvalid(unequal(names))
      proof.prepare(secrets)
    },
    verify: (delivery, context) => tryEach(names, proof, delivery, context),
  }
}

async function tryEach(
  names: readonly string[],
  proof: Proof,
  delivery: Parameters<Proof['verify']>[0],
  context: ProofContext,
): Promise<Verdict> {
  // Nobody of that name: refused as any wrong proof, and not as a failure that says who exists.
  if (names.some((name) => context.secrets.get(name).length === 0)) {
    return proof.verify(delivery, context)
  }
  const count = turns(names, context.secrets)
  if (count === undefined) throw new SecretUnavailable(unequal(names))
  let last: Verdict | undefined
  for (let turn = 0; turn < count; turn++) {
    const { secrets, id } = narrowed(names, context.secrets, turn)
    const verdict = await proof.verify(delivery, { ...context, secrets })
    if (verdict.accepted) return { ...verdict, secretId: verdict.secretId ?? id }
    last = verdict
  }
  return last ?? proof.verify(delivery, context)
}

/**
 * How many values there are to try; secrets with one value are the same in every turn. Undefined
 * where secrets that belong together have different numbers of values.
 */
function turns(names: readonly string[], secrets: SecretSet): number | undefined {
  const counts = names.map((name) => secrets.get(name).length)
  const most = Math.max(0, ...counts)
  return counts.every((count) => count === 1 || count === most) ? most : undefined
}

function unequal(names: readonly string[]): string {
  return `${names.join(' and ')} must have the same number of values`
}

function narrowed(names: readonly string[], secrets: SecretSet, turn: number) {
  const chosen = new Map<string, readonly Secret[]>()
  for (const name of names) {
    const values = secrets.get(name)
    const value = values[values.length === 1 ? 0 : turn]
    chosen.set(name, value === undefined ? [] : [value])
  }
  const [first] = names
  return {
    secrets: { get: (name: string) => chosen.get(name) ?? secrets.get(name) },
    id: first === undefined ? undefined : chosen.get(first)?.[0]?.id,
  }
}
