/** Prints how a proof is made, for the SDK's `/testing`: the compiled proof, backwards. */
import { json } from '../print/literals.js'
import { printCheckSigner } from './print-check-signer.js'
import { printMessageSigner } from './print-message-signer.js'
import { placeName } from './print-place.js'
import { printSignatureSigner, writtenBy } from './print-signature-signer.js'
import { printBearerSigner, printTokenSigner } from './print-token-signer.js'
import { SignerPrinter } from './signer-printer.js'
import type { ProofPlan, SwitchPlan } from './types.js'
import { Unsignable } from './unsignable.js'

/** How a test signs for a scheme, or why it cannot. */
export type PrintedScheme =
  | {
      /** TypeScript expressions of type `Signer`. */
      readonly signers: readonly string[]
      /** One of type `KeyNeed`, where the key is not a secret that the receiver has as well. */
      readonly need: string | undefined
      readonly printer: SignerPrinter
    }
  | Unsignable

export function printScheme(plan: ProofPlan): PrintedScheme {
  const whole = new SignerPrinter(new Set(written(plan)))
  const signers = whole.attempt((printer) => printSigners(plan, printer))
  if (signers instanceof Unsignable) return signers
  return { signers, need: whole.needs[0], printer: whole }
}

function printSigners(plan: ProofPlan, printer: SignerPrinter): readonly string[] {
  const { code } = printer
  switch (plan.kind) {
    // A request that a test makes has no connection to speak of: the receiver's options tell it.
    case 'none':
    case 'transport':
      return []
    case 'check':
      return printCheckSigner(plan.rule, printer)
    case 'signature':
      return [printSignatureSigner(plan, printer)]
    case 'jwt':
      return [printTokenSigner(plan, printer)]
    case 'oauth2':
      return [printBearerSigner(plan, printer)]
    case 'httpsig':
      return [printMessageSigner(plan, printer)]
    case 'custom':
      return [`${code.use('signCustom', 'testing/custom-signer.js')}(${json(plan.name)})`]
    case 'allOf':
      return plan.of.flatMap((one) => printSigners(one, printer))
    case 'anyOf':
      return printAny(plan.of, printer)
    case 'switch':
      return printSwitch(plan, printer)
    case 'forEach': {
      const each = printSigners(plan.proof, printer)
      const call = code.use('signEach', 'testing/each-signer.js')
      return [`${call}(${json(plan.pointer)}, [\n${each.join(',\n')}\n])`]
    }
  }
}

/** Every branch that a test can make: which of them it is, the secrets decide. */
function printAny(plans: readonly ProofPlan[], printer: SignerPrinter): readonly string[] {
  const all = plans.map((plan) => printer.attempt((trial) => printSigners(plan, trial)))
  const branches = all.flatMap((branch) => (branch instanceof Unsignable ? [] : [branch]))
  const refusal = all.find((branch) => branch instanceof Unsignable)
  const [only] = branches
  if (only === undefined) throw refusal ?? new Unsignable('it has no branch')
  if (branches.length === 1) return only
  const printed = branches.map((branch) => `[${branch.join(', ')}]`)
  return [`${printer.code.use('signAny', 'testing/signers.js')}([\n${printed.join(',\n')}\n])`]
}

/** The first case that a test can make, conditions included. */
function printSwitch({ cases, otherwise }: SwitchPlan, printer: SignerPrinter): readonly string[] {
  let refusal: Unsignable | undefined
  for (const { when, proof } of cases) {
    const made = printer.attempt((trial) => [
      ...when.flatMap((rule) => printCheckSigner(rule, trial)),
      ...printSigners(proof, trial),
    ])
    if (!(made instanceof Unsignable)) return made
    refusal ??= made
  }
  if (otherwise === undefined) throw refusal ?? new Unsignable('it has no case')
  return printSigners(otherwise, printer)
}

/** The places that proofs are written to. Of alternatives only the first is made as a rule. */
function written(plan: ProofPlan): readonly string[] {
  if (plan.kind === 'allOf') return plan.of.flatMap(written)
  if (plan.kind === 'anyOf') return plan.of.slice(0, 1).flatMap(written)
  if (plan.kind === 'switch') return plan.cases.slice(0, 1).flatMap(({ proof }) => written(proof))
  if (plan.kind === 'forEach') return written(plan.proof)
  const places =
    plan.kind === 'signature'
      ? writtenBy(plan)
      : plan.kind === 'jwt'
        ? plan.token.from.slice(0, 1).map(placeName)
        : plan.kind === 'check' && plan.rule.test.kind === 'oneOf'
          ? [placeName(plan.rule.value)]
          : []
  return places.filter((place) => place !== undefined)
}
