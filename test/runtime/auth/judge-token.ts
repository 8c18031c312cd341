/** Judges tokens with a shared secret by a rule of which a test changes a part. */
import { credentials } from '../../../templates/runtime/auth/credentials.js'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { type JwtRule, jwt } from '../../../templates/runtime/auth/jwt.js'
import { secretKey } from '../../../templates/runtime/auth/keys.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { delivery, NOW, SECRET, secrets } from './tokens.js'

export const HEADER = { alg: 'HS256', typ: 'JWT' }
const HS256 = new Map([['HS256', hmacSignature('SHA-256', secretKey('KEY', { decode: utf8 }))]])

export const RULE: JwtRule = {
  tokens: {
    inHead: (head) => {
      const token = credentials(head.headers.get('authorization'), 'Bearer')
      return token === undefined ? [] : [token]
    },
  },
  algorithms: HS256,
  claims: [],
  times: { leeway: 0, required: [] },
}

export async function judge(
  rule: Partial<JwtRule>,
  token: string | undefined,
  body = '',
  key = SECRET,
) {
  const context = { secrets: secrets({ KEY: key }), now: NOW * 1000 }
  const proof = jwt({ ...RULE, ...rule })
  proof.prepare(context.secrets)
  return proof.verify(delivery(token, body), context)
}
