/** Ed25519 (RFC 8032). */
import type { KeyAlgorithm } from './public-key.js'
import { OID } from './spki.js'

export const ED25519: KeyAlgorithm = {
  name: 'ed25519',
  jose: ['EdDSA', 'Ed25519'],
  hash: undefined,
  problem: ({ oid, key }) => {
    return oid === OID.ed25519 && key.length === 32 ? undefined : 'it is no Ed25519 key'
  },
  signature: (bytes) => (bytes.length === 64 ? bytes : undefined),
  node: {},
  web: { key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } },
}
