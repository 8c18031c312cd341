/** Puts a bearer token on a draft, as the authorisation server of a test would issue it. */
import type { BearerRule } from '../auth/oauth2-options.js'
import type { KeyAlgorithm } from '../auth/public-key.js'
import { encodeBase64Url, utf8 } from '../bytes.js'
import { asText } from '../expr/value.js'
import { pairMakers } from './pair-maker.js'
import type { Maker, Signer, SigningContext } from './signers.js'
import { firstOf } from './token-signer.js'

const LIFETIME_SECONDS = 300

/** The consumer says in the scheme's settings what a token is, and so what is issued here. */
export function signBearer(
  algorithms: Readonly<Record<string, KeyAlgorithm>>,
  typ: string,
): Signer {
  const makers = pairMakers(algorithms)
  return async (draft, _view, context) => {
    // Sound: the scheme's settings are read by `readOAuth2`, before anything is signed.
    const rule = context.settings as BearerRule
    const token =
      rule.kind === 'static'
        ? asText(context.secrets.get('token')[0]?.value)
        : await firstOf(makers, (alg, make) => issue({ alg, typ }, make, rule, context))
    draft.headers.set('authorization', `Bearer ${token}`)
  }
}

async function issue(
  header: Readonly<Record<string, string>>,
  make: Maker,
  { audiences, issuer, scopes }: Exclude<BearerRule, { readonly kind: 'static' }>,
  context: SigningContext,
): Promise<string> {
  const seconds = Math.floor(context.now / 1000)
  const claims = {
    iss: issuer,
    aud: audiences[0],
    sub: 'webhook-test',
    client_id: 'webhook-test',
    jti: crypto.randomUUID(),
    iat: seconds,
    exp: seconds + LIFETIME_SECONDS,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  }
  const kid = context.keys?.keyId
  const parts = [kid === undefined ? header : { ...header, kid }, claims].map((part) =>
    encodeBase64Url(utf8(JSON.stringify(part))),
  )
  const signature = await make(context, [utf8(parts.join('.'))])
  return [...parts, encodeBase64Url(signature)].join('.')
}
