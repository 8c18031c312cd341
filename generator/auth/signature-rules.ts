/** What a signature's parts must have of each other: a key, a secret, a time. */
import { ALGORITHMS } from './algorithms.js'
import type { Spot } from './spot.js'
import { algorithmsOf } from './strength.js'
import type { Expr, SignaturePlan } from './types.js'
import { placeholders, secretsIn } from './uses.js'

export function checkSignature(plan: SignaturePlan, spot: Spot): void {
  const names = algorithmsOf(plan).filter((name) => ALGORITHMS.has(name))
  const keyed = names.filter((name) => ALGORITHMS.get(name)?.keyed === true)
  const [plain] = names.filter((name) => !keyed.includes(name))
  const [mac] = names.filter((name) => ALGORITHMS.get(name)?.family === 'mac')
  const [pair] = names.filter((name) => ALGORITHMS.get(name)?.family === 'public')
  if (keyed.length > 0 && plain !== undefined) {
    const message = `"${keyed[0]}" takes a key and "${plain}" takes none: they cannot be mixed`
    spot.at('alg', 'map').error('ERR_ALGORITHM', message)
  } else if (mac !== undefined && pair !== undefined) {
    const message = `"${mac}" shares its key and "${pair}" publishes it: they cannot be mixed`
    const hint = 'whoever knows the public key could sign: tell the variants apart with "switch"'
    spot.at('alg', 'map').error('ERR_ALGORITHM', message, hint)
  } else if (keyed.length > 0 && plan.key === undefined) {
    const hint = 'add "key": { "secret": "NAME" }'
    spot.error('ERR_KEY_MISSING', `"${keyed[0]}" needs a "key"`, hint)
  } else if (plain !== undefined && plan.key !== undefined) {
    const message = `"${plain}" takes no key: its secret stands in the content`
    const hint = 'remove "key" and write {secret:NAME} into "content"'
    spot.at('key').error('ERR_KEY_UNUSED', message, hint)
  } else if (plain !== undefined && !plan.contents.every(holdsSecret)) {
    const message = `"${plain}" over a content without a secret proves nothing: anybody can make it`
    spot.error('ERR_KEY_MISSING', message, 'write {secret:NAME} into "content"')
  }
  checkTime(plan, spot)
  checkFrom(plan, spot.at('signature'))
}

/** The letters that an encoding has. */
const LETTERS: Readonly<Record<string, RegExp>> = {
  hex: /^[0-9a-f]*$/i,
  base64: /^[A-Za-z0-9+/=]*$/,
  base64url: /^[A-Za-z0-9_=-]*$/,
}

/** What stands around the signature is added to it, where it was meant to be taken off. */
function checkFrom({ signature, encoding }: SignaturePlan, spot: Spot): void {
  if (signature.prefix !== undefined || signature.split !== undefined) return
  const texts = signature.from.flat().flatMap((part) => (part.kind === 'text' ? part.value : []))
  const odd = texts.find((text) => LETTERS[encoding]?.test(text) === false)
  if (odd === undefined) return
  const message = `${JSON.stringify(odd)} is added to what is read, and no ${encoding} has it: no signature would be read`
  const hint = `"from" reads the whole value; what it begins with is taken off by "prefix": ${JSON.stringify(odd)}`
  spot.at('from').error('ERR_SIGNATURE_TEXT', message, hint)
}

/** A secret in an optional group may be left out, so it does not count. */
function holdsSecret(content: readonly Expr[]): boolean {
  return secretsIn(content.flat().filter((part) => part.kind === 'placeholder')).length > 0
}

function checkTime({ contents, timestamp }: SignaturePlan, spot: Spot): void {
  const all = contents.flat().flatMap(placeholders)
  if (timestamp !== undefined || !all.some(({ source }) => source === 'var')) return
  const message = 'the content reads {var:timestamp}, and nothing says where the timestamp stands'
  spot.error('ERR_TIMESTAMP_MISSING', message, 'add "timestamp": { "from": … }')
}
