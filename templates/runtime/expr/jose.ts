/** Reads the JOSE header of the token that is on trial, for an expression. */
import type { JsonText } from '../auth/jose.js'
import { jsonAt } from './json.js'

/** The value at a pointer of the header, such as `/kid`; absent outside of a token's proof. */
export function jose(
  context: { readonly jose?: JsonText | undefined },
  pointer: string,
): string | undefined {
  return jsonAt(context.jose?.source, pointer)
}
