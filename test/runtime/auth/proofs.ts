/** Loads the proofs anew on one side of the crypto seam, and judges deliveries by them. */
import { vi } from 'vitest'
import type { Proof, Verdict } from '../../../templates/runtime/proof.js'
import type { SecretInputs, SecretSet } from '../../../templates/runtime/secrets.js'
import { createSecretSource } from '../../../templates/runtime/secrets.js'
import { delivery } from '../expr/deliveries.js'

export const NOW = 1_700_000_000_000

const original = process.getBuiltinModule

/** Both sides: `node:crypto`, and WebCrypto where that cannot be found. */
export const SIDES = ['node:crypto', 'WebCrypto'] as const

/** Fresh modules of the runtime on one side; `restore` gives the platform back. */
export async function loadRuntime(side: (typeof SIDES)[number]) {
  Object.assign(process, { getBuiltinModule: side === 'WebCrypto' ? undefined : original })
  vi.resetModules()
  return {
    ...(await import('../../../templates/runtime/crypto.js')),
    ...(await import('../../../templates/runtime/auth/hash.js')),
    ...(await import('../../../templates/runtime/auth/hmac.js')),
    ...(await import('../../../templates/runtime/auth/derive.js')),
    ...(await import('../../../templates/runtime/auth/keys.js')),
    ...(await import('../../../templates/runtime/auth/signature.js')),
  }
}

export type Runtime = Awaited<ReturnType<typeof loadRuntime>>

export function restorePlatform(): void {
  Object.assign(process, { getBuiltinModule: original })
}

/** Secrets as a receiver resolves them; every name is optional, and blanks around it are no mistake. */
export function secretsOf(given: SecretInputs): SecretSet {
  const declarations = Object.keys(given).map((name) => ({ name, optional: true, isKey: true }))
  return createSecretSource(declarations, given).static ?? { get: () => [] }
}

type Given = Parameters<typeof delivery>[0]

/** The secret that matched, or the code of the refusal. */
export async function judge(
  proof: Proof,
  given: Given,
  secrets: SecretInputs = {},
  now = NOW,
): Promise<string | undefined> {
  const verdict: Verdict = await proof.verify(delivery(given), { secrets: secretsOf(secrets), now })
  return verdict.accepted ? (verdict.secretId ?? 'accepted') : verdict.code
}

/** A proof with a fixed verdict that notes how often it was asked. */
export function fixed(verdict: Verdict, isPresent = true) {
  const asked: string[] = []
  const proof: Proof = {
    present: () => isPresent,
    prepare: () => void asked.push('prepare'),
    verify: () => {
      asked.push('verify')
      return verdict
    },
  }
  return { proof, asked }
}
