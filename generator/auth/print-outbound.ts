/** Prints requests to the provider. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import type { ApiAuthPlan, OutboundPlan } from './handshake-types.js'
import { printText } from './print-expr.js'
import { printHeaders, printJson } from './print-reply.js'
import type { Expr } from './types.js'

/** A TypeScript object of type `OutboundRequest`. */
export function printOutbound(
  { method, url, hosts, headers, body }: OutboundPlan,
  code: Code,
): string {
  const members = [
    `method: ${json(method)}`,
    `url: ${printUrl(url, code)}`,
    `hosts: ${json(hosts)}`,
    `headers: ${printHeaders(headers, code)}`,
  ]
  if (body !== undefined) {
    members.push(`body: ${code.use('jsonBody', 'outbound/body.js')}(${printJson(body, code)})`)
  }
  return `{ ${members.join(', ')} }`
}

/** In a URL of the config's own, a value stays within its segment or parameter. */
function printUrl(url: Expr, code: Code): string {
  const [first] = url
  if (first?.kind !== 'text' || url.length === 1) return printText(url, code)
  const parts = url.map((part) => {
    if (part.kind === 'text') return json(part.value)
    return `${code.use('segment', 'outbound/segment.js')}(${printText([part], code)})`
  })
  return `${code.use('join', 'expr/value.js')}(${parts.join(', ')})`
}

/** A TypeScript expression of type `ApiAuth`, and the type of the credentials that it takes. */
export function printApiAuth(
  plan: ApiAuthPlan,
  code: Code,
): { readonly value: string; readonly credentials: string } {
  if (plan.type === 'oauth2') {
    const value = `${code.use('clientCredentials', 'outbound/client-credentials.js')}(${json(plan.tokenUrl)})`
    return { value, credentials: 'ClientCredentials' }
  }
  if (plan.type === 'apiKey') {
    const value = `${code.use('apiKeyAuth', 'outbound/api-auth.js')}(${json(plan.header.toLowerCase())})`
    return { value, credentials: 'TokenCredentials' }
  }
  const isBasic = plan.type === 'basic'
  return {
    value: code.use(isBasic ? 'basicAuth' : 'bearerAuth', 'outbound/api-auth.js'),
    credentials: isBasic ? 'BasicCredentials' : 'TokenCredentials',
  }
}
