/** Emits `src/testing.ts`: signs deliveries, so that consumers can test their handlers. */
import { Code } from '../auth/code.js'
import { type PrintedScheme, printScheme } from '../auth/print-signer.js'
import { leavesOf } from '../auth/rules/leaves.js'
import type { ProofKind } from '../auth/types.js'
import { Unsignable } from '../auth/unsignable.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { comment, json, propertyKey } from '../print/literals.js'
import { printEventWriters } from './testing-events.js'
import type { OutputFile } from './types.js'

export function emitTesting(catalog: Catalog): readonly OutputFile[] {
  const code = new Code()
  const proofs = catalog.auth.schemes.map(({ proof }) => proof)
  const schemes = catalog.auth.schemes.map(({ name, proof }) => {
    const printed = printScheme(proof)
    if (printed instanceof Unsignable) {
      return { name, signers: json(printed.message), need: undefined }
    }
    code.include(printed.printer.code)
    return { name, signers: `[${printed.signers.join(', ')}]`, need: printed.need }
  })
  const signers = schemes.map((scheme) => `${propertyKey(scheme.name)}: ${scheme.signers}`)
  const members = [
    ...printEventWriters(catalog.source, proofs, code),
    `signers: {\n${signers.join(',\n')}\n}`,
  ]
  const needs = schemes.flatMap(({ name, need }) => (need === undefined ? [] : [{ name, need }]))
  const keys = needs.length === 0 ? '' : printKeys(needs, code)
  const recipe = code.useType('SigningRecipe', 'testing/sign.js')
  const options = code.useType('SignOptions', 'testing/sign.js')
  const signWith = code.use('signWith', 'testing/sign.js')
  const content = `${BANNER}
/** Builds signed deliveries, for tests. */
import type { EventName, Events } from './events.js'
import { provider } from './provider.js'
${code.imports()}

export type { ${[options, ...(keys === '' ? [] : ['TestKeys'])].join(', ')} }

const recipe: ${recipe} = {
${members.join(',\n')}
}

/**
 * A delivery of an event, signed as the provider signs it.
 *
${describeSigning(catalog)
  .map(({ name, how }) => ` * - ${comment(name)}: ${comment(how)}.`)
  .join('\n')}
 *
 * @throws {TypeError} where the scheme's proof cannot be made with what is given
 */
export function sign<N extends EventName>(
  name: N,
  payload: Events[N],
  options: ${options},
): Promise<Request> {
  return ${signWith}(provider, recipe, { name, payload }, options)
}
${keys}`
  return [{ path: 'src/testing.ts', content }]
}

export interface Signing {
  readonly name: string
  /** In words. */
  readonly how: string
  readonly needsKeys: boolean
  readonly isPossible: boolean
}

/** How a test signs for each scheme. */
export function describeSigning({ auth }: Catalog): readonly Signing[] {
  return auth.schemes.map(({ name, proof }) => {
    const printed = printScheme(proof)
    const leaves = leavesOf(proof).map(({ kind }) => kind)
    const how = describeProof(printed, leaves)
    const isConnected = leaves.includes('transport')
    return {
      name,
      how: isConnected ? `${how}; of the connection, createReceiver's own transport tells` : how,
      needsKeys: !(printed instanceof Unsignable) && printed.need !== undefined,
      isPossible: !(printed instanceof Unsignable),
    }
  })
}

function describeProof(printed: PrintedScheme, leaves: readonly ProofKind[]): string {
  if (printed instanceof Unsignable) return `cannot be signed by a test, as ${printed.message}`
  if (printed.need !== undefined) return 'signed with a key that generateKeys() makes'
  if (leaves.includes('custom')) return 'signed with the functions that are given as custom'
  return printed.signers.length > 0
    ? 'signed with the secrets of the receiver'
    : 'has nothing to sign'
}

function printKeys(
  needs: readonly { readonly name: string; readonly need: string }[],
  code: Code,
): string {
  const type = code.useType('KeyNeed', 'testing/key-pair.js')
  const result = code.useType('TestKeys', 'testing/key-pair.js')
  const make = code.use('makeKeys', 'testing/key-pair.js')
  const [first] = needs
  const names = needs.map(({ name }) => json(name)).join(' | ')
  const all = needs.map(({ name, need }) => `${propertyKey(name)}: ${need}`)
  return `
const needs: Readonly<Record<${names}, ${type}>> = {
${all.join(',\n')}
}

/**
 * A new key, in the place of the provider's: \`sign\` takes all of it as \`keys\`, and \`createReceiver\`
 * its \`secrets\` and its \`fetch\`, and where the provider's key is built in its \`testKeys\`.
 */
export function generateKeys(scheme: ${names} = ${json(first?.name)}): Promise<${result}> {
  return ${make}(needs[scheme])
}
`
}
