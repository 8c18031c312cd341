/** Compiles `{ "type": "oauth2" }`: a bearer token, checked as the consumer says. */
import { json } from '../../print/literals.js'
import { NOTHING_COVERED, type ProofCompiler } from '../compiler.js'
import { isShared, JWS_ALGORITHMS, printJwsAlgorithms } from '../jws-algorithms.js'
import { list, member, string } from '../read.js'
import type { OAuth2Plan } from '../types.js'

/** What JWT access tokens call themselves (RFC 9068 section 2.1). */
const TYPES = ['at+jwt']

/** The secret of the consumer who has one token, agreed upon. */
export const BEARER_SECRET = 'token'

/** Every algorithm whose key the issuer can publish. */
const PUBLIC = [...JWS_ALGORITHMS.keys()].filter((name) => !isShared(name))

export const oauth2: ProofCompiler<OAuth2Plan> = {
  kind: 'oauth2',
  parse: (node, spot) => {
    const names = list(member(node, 'algs')).flatMap((name) => string(name) ?? [])
    for (const [index, name] of names.entries()) {
      if (PUBLIC.includes(name)) continue
      const message = `"${name}" is no algorithm whose key an issuer can publish`
      spot.at('algs', index).error('ERR_ALGORITHM', message, `use ${PUBLIC.join(', ')}`)
    }
    const types = list(member(node, 'typ')).flatMap((name) => string(name) ?? [])
    return {
      kind: 'oauth2',
      algorithms: names.length === 0 ? PUBLIC : names.filter((name) => PUBLIC.includes(name)),
      types: (types.length === 0 ? TYPES : types).map((type) => type.toLowerCase()),
    }
  },
  secrets: () => [BEARER_SECRET],
  expressions: () => [],
  nested: () => [],
  // A bearer token speaks for whoever sends it, and not for what is sent.
  covers: () => NOTHING_COVERED,
  print: ({ algorithms, types }, { code }) => {
    const printed = printJwsAlgorithms(algorithms, code)
    return `${code.use('oauth2', 'auth/oauth2.js')}({ algorithms: ${printed}, types: ${json(types)} })`
  },
}
