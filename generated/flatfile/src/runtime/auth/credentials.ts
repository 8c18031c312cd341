/** Reads the credentials of an `Authorization` header. */
import { asText, type Value } from '../expr/value.js'

/** What follows the scheme (RFC 9110 section 11.4: in any case, then blanks); absent for another. */
export function credentials(value: Value | undefined, scheme: string): string | undefined {
  const [, given = '', rest] =
    /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\S.*)$/s.exec(asText(value) ?? '') ?? []
  return given.toLowerCase() === scheme.toLowerCase() ? rest : undefined
}
