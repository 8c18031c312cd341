/** Signs requests as RFC 9421 says, with signature bases that the tests write out by hand. */
import { createHash, createHmac } from 'node:crypto'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { type HttpSignatureRule, httpSignature } from '../../../templates/runtime/auth/httpsig.js'
import { secretKey } from '../../../templates/runtime/auth/keys.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import type { HeadersInput } from '../../../templates/runtime/headers.js'
import { createSecretSource } from '../../../templates/runtime/secrets.js'

export const NOW_SECONDS = 1_700_000_000
export const BODY = '{"hello": "world"}'
export const DIGEST = `sha-256=:${createHash('sha256').update(BODY).digest('base64')}:`
const KEY = 'a key of the tests'

export interface Message {
  readonly url?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

const decode = (text: string) => new TextEncoder().encode(text)

export const hmac = hmacSignature('SHA-256', secretKey('KEY', { decode }))

/** The headers of a signature over what the lines say; the last line is made from `input`. */
export function signed(lines: readonly string[], input: string, label = 'sig'): [string, string][] {
  const base = [...lines, `"@signature-params": ${input}`].join('\n')
  const mac = createHmac('sha256', KEY).update(base).digest('base64')
  return [
    ['signature-input', `${label}=${input}`],
    ['signature', `${label}=:${mac}:`],
  ]
}

/** Demands nothing. */
export const RULE = { require: [], digest: false, expires: false, nonce: false }

export async function secretsOf() {
  const source = createSecretSource([{ name: 'KEY', optional: false }], { KEY })
  return source.resolve(readHead({ headers: {} }, []))
}

/** `accepted`, or the code and the reason of the refusal. */
export async function judge(
  headers: HeadersInput,
  rule: Partial<HttpSignatureRule> = {},
  { url = 'https://acme.test/hook?a=1&b=%20', body = BODY }: Message = {},
): Promise<string> {
  const proof = httpSignature({
    algorithms: new Map([['hmac-sha256', hmac]]),
    ...RULE,
    ...rule,
  })
  const delivery = createDelivery(readHead({ url, headers }, []), decode(body))
  if (!proof.present(delivery)) return 'not present'
  const secrets = await secretsOf()
  proof.prepare(secrets)
  const verdict = await proof.verify(delivery, { secrets, now: NOW_SECONDS * 1000 })
  return verdict.accepted ? `accepted by ${verdict.secretId}` : `${verdict.code} ${verdict.reason}`
}
