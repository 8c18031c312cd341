/** What the expressions of a token's proof may read: types, and nothing that executes. */
import type { JsonText } from './jose.js'
import type { SignatureContext } from './signature.js'

export interface TokenContext extends SignatureContext {
  /** The protected header: anybody could have written it until the signature holds. */
  readonly jose: JsonText
}
