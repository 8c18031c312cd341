/** Emits `src/auth.ts`: the compiled proofs, one for each scheme. */
import { Code } from '../auth/code.js'
import { printProof } from '../auth/compile.js'
import type { SchemePlan } from '../auth/types.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import type { OutputFile } from './types.js'

export function emitAuth(catalog: Catalog): readonly OutputFile[] {
  const code = new Code()
  const schemes = catalog.auth.schemes.map((scheme) => printScheme(scheme, code))
  const type = code.useType('Scheme', 'provider.js')
  const content = [
    BANNER,
    '/** How a delivery is proven, compiled from the auth config. */',
    code.imports(),
    '',
    `export const schemes: readonly ${type}[] = [\n${schemes.join(',\n')}\n]`,
    '',
  ].join('\n')
  return [{ path: 'src/auth.ts', content }]
}

function printScheme(scheme: SchemePlan, code: Code): string {
  const secrets = scheme.secrets.map(({ name, optional }) => json({ name, optional }))
  const members = [
    `name: ${json(scheme.name)}`,
    `secrets: [${secrets.join(', ')}]`,
    `coverage: ${json(scheme.coverage)}`,
    `needsUrl: ${scheme.needsUrl}`,
    `unsigned: ${scheme.unsigned}`,
    `proof: ${printProof(scheme.proof, code)}`,
  ]
  return `{\n${members.join(',\n')}\n}`
}
