/** The times that Alexa's requests may take, by requests that were signed outside of this project. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifierOf } from './sdks.js'

const verify = verifierOf(['alexa'])

const file = readFileSync(new URL('./alexa-requests.json', import.meta.url), 'utf8')
const { url, certificate, signedAt, event, intent } = JSON.parse(file) as {
  readonly url: string
  readonly certificate: string
  readonly signedAt: number
  readonly event: { readonly body: string; readonly signature: string }
  readonly intent: { readonly body: string; readonly signature: string }
}
const at = ({ body, signature }: typeof event, seconds: number) => {
  const headers = {
    'Content-Type': 'application/json',
    SignatureCertChainUrl: url,
    'Signature-256': signature,
  }
  const sent = { method: 'POST', url: 'https://a.example/', headers, body }
  return verify('alexa', sent, {
    secrets: {},
    account: 'amzn1.ask.skill.1',
    clock: () => (signedAt + seconds) * 1000,
    fetch: async () => new Response(certificate),
  })
}

test('takes requests of 150 seconds, and skill events of an hour', async () => {
  await expect(at(intent, 150)).resolves.toHaveProperty('coverage')
  await expect(at(event, 3600)).resolves.toHaveProperty('coverage')
})

test.each([
  ['a request', intent, 151],
  ['a skill event', event, 3601],
  ['a skill event of the future', event, -151],
  ['another body', { ...intent, body: event.body }, 0],
])('refuses %s that is not in time, or not what was signed', async (_name, sent, seconds) => {
  await expect(at(sent, seconds)).rejects.toMatchObject({ status: 401 })
})
