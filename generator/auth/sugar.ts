/** The short forms of common proofs, spelled out in the grammar itself. */
import type { JsonObject } from '../schema/types.js'
import { list, member, number, string } from './read.js'

type Sugar = (node: JsonObject) => JsonObject

/** The secret that a short form reads, unless it names another. */
const DEFAULT_SECRET = 'SECRET'

const secretName = (node: JsonObject) => string(member(node, 'secret')) ?? DEFAULT_SECRET

const token = (value: string, node: JsonObject): JsonObject => {
  return { type: 'check', value, equals: `{secret:${secretName(node)}}` }
}

/** `\` keeps a name's own `|`, `:` and `}` out of the expression syntax. */
const argument = (name: string) => name.replace(/[\\|:}]/g, (character) => `\\${character}`)

const without = (node: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(node).filter(([name]) => name !== key))

export const SUGAR: ReadonlyMap<string, Sugar> = new Map<string, Sugar>([
  // RFC 7617: the user name ends at the first colon, so one comparison of the pair is exact.
  [
    'basic',
    (node) => ({
      type: 'check',
      value: '{header:authorization|credentials:Basic|decode:base64}',
      equals: `{secret:${string(member(node, 'username')) ?? 'username'}}:{secret:${
        string(member(node, 'password')) ?? 'password'
      }}`,
    }),
  ],
  ['bearer', (node) => token('{header:authorization|credentials:Bearer}', node)],
  [
    'apiKey',
    (node) => {
      const place = member(node, 'in')
      // The path begins with a slash, so the first part of it is the second piece.
      if (place === 'path')
        return token(`{path|split:/:${number(member(node, 'segment'), 1)}}`, node)
      const name = string(member(node, 'name')) ?? ''
      return token(`{${place === 'query' ? 'query' : 'header'}:${argument(name)}}`, node)
    },
  ],
  ['ipAllowlist', (node) => ({ type: 'transport', ip: without(node, 'type') })],
  ['clientCert', (node) => ({ type: 'transport', clientCert: without(node, 'type') })],
  ['queryToken', (node) => token(`{query:${argument(string(member(node, 'name')) ?? '')}}`, node)],
  ['standardWebhooks', standardWebhooks],
])

/** Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks (spec). */
function standardWebhooks(node: JsonObject): JsonObject {
  const seconds = number(member(node, 'toleranceSeconds'), 300)
  const secret = secretName(node)
  const hmac = { secret, encoding: 'base64', strip: 'whsec_' }
  const pair = { secret, encoding: 'ed25519-base64', strip: 'whpk_' }
  const v1 = (key: JsonObject) => standardSignature('v1', seconds, { alg: 'hmac-sha256', key })
  const v1a = (key: JsonObject) => standardSignature('v1a', seconds, { alg: 'ed25519', key })
  const versions = list(member(node, 'versions') ?? ['v1'])
  if (versions.length === 1) return versions.includes('v1a') ? v1a(pair) : v1(hmac)
  // The prefix of the consumer's secret decides, and not what the sender puts into its header.
  return { anyOf: [v1({ ...hmac, except: 'whpk_' }), v1a({ ...pair, only: 'whpk_' })] }
}

function standardSignature(version: string, seconds: number, made: JsonObject): JsonObject {
  return {
    type: 'signature',
    ...made,
    content: '{header:webhook-id}.{header:webhook-timestamp}.{body}',
    timestamp: { from: '{header:webhook-timestamp}', unit: 's', past: seconds, future: seconds },
    signature: {
      from: '{header:webhook-signature}',
      split: ' ',
      prefix: `${version},`,
      encoding: 'base64',
    },
  }
}
