/** A content digest is of the body as it was sent, with its content encoding (RFC 9530). */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { hasContentDigest } from '../../../templates/runtime/auth/content-digest.js'
import type { Delivery } from '../../../templates/runtime/delivery.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import { acme, hmacScheme, SECRET, silent } from '../acme.js'

const body = Buffer.from('{"type":"ping"}')
const encoded = gzipSync(body)

/** What a proof sees of a compressed request, and whether its digest holds. */
async function judged(digested: Uint8Array, needsEncoded: boolean) {
  const seen: { delivery?: Delivery; holds?: boolean } = {}
  const scheme = hmacScheme()
  const proof = {
    ...scheme.proof,
    present: () => true,
    verify: async (delivery: Delivery) => {
      seen.delivery = delivery
      seen.holds = await hasContentDigest(delivery)
      return { accepted: true, secretId: undefined } as const
    },
  }
  const provider = acme({ schemes: [{ ...scheme, needsEncoded, proof }] })
  const receiver = createReceiverFrom(provider, { secret: SECRET, logger: silent })
  const digest = createHash('sha256').update(digested).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'content-digest': `sha-256=:${digest}:`,
  }
  await receiver.fetch(
    new Request('https://acme.test/', { method: 'POST', headers, body: encoded }),
  )
  return seen
}

test('the digest of the compressed bytes holds, and the one of what they decompress to does not', async () => {
  expect(await judged(encoded, true)).toMatchObject({ holds: true })
  expect(await judged(body, true)).toMatchObject({ holds: false })
})

test('the compressed bytes are kept for those proofs only that read them', async () => {
  const { delivery } = await judged(encoded, false)
  expect(delivery?.encoded).toBeUndefined()
  expect(Buffer.from(delivery?.body ?? []).toString()).toBe(body.toString())
})
