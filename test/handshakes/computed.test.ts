/** Handshakes with published values: the answers, byte for byte. */
import { beforeAll, expect, test } from 'vitest'
import { silent } from '../runtime/acme.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'
import { files } from './flows.js'
import { type Call, serve } from './serve.js'

let out = ''
beforeAll(async () => {
  const all = Object.entries(files()).filter(([path]) => path.startsWith('computed/'))
  out = (await generateOrThrow(Object.fromEntries(all))).out
})

async function start() {
  const { createReceiver } = await loadSdk(out, 'computed')
  const secrets = {
    KEY: 'event-key',
    PUBLIC_KEY: 'integration_public_key',
    PRIVATE_KEY: 'integration_private_key',
    AMT: 'amt',
    BOT_SECRET: 'DG5g3B4j9X2KOErG',
  }
  return serve(createReceiver({ secrets, logger: silent }))
}

const qq = (token: string, time = '1725442341') => {
  return { body: JSON.stringify({ op: 13, d: { plain_token: token, event_ts: time } }) }
}
const smartcar = (challenge: string) => {
  return { body: JSON.stringify({ eventName: 'verify', payload: { challenge } }) }
}
const braintree = (challenge: string) => ({ method: 'GET', path: `/?bt_challenge=${challenge}` })

const published: [provider: string, call: Call, want: string][] = [
  [
    'Braintree',
    braintree('20f9f8ed05f77439fe955c977e4c8a53'),
    'integration_public_key|d9b899556c966b3f06945ec21311865d35df3ce4',
  ],
  [
    'Smartcar',
    smartcar('challenge'),
    '{"challenge":"9baf5a7464bd86740ad5a06e439dcf535a075022ed2c92d74efacf646d79328e"}',
  ],
  [
    'QQ bot',
    qq('Arq0D5A61EgUu4OxUvOp'),
    '{"plain_token":"Arq0D5A61EgUu4OxUvOp","signature":"87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d01bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"}',
  ],
]
test.each(published)('H10: %s answers as published', async (_provider, call, want) => {
  const send = await start()
  expect(await send(call)).toMatchObject({ status: 200, body: want })
})

const unsafe: [provider: string, call: Call][] = [
  ['Braintree: letters that are no digits', braintree('20f9f8ed05f77439fe955c977e4c8a5g')],
  ['Braintree: too short', braintree('20f9f8ed05f77439fe9')],
  ['Braintree: too long', braintree('20f9f8ed05f77439fe955c977e4c8a5300')],
  ['Smartcar: an event', smartcar('{"type":"happened"}')],
  ['Smartcar: nothing', smartcar('')],
  ['QQ bot: an event', qq('{"type":"happened"}')],
  ['QQ bot: an event behind the time', qq('a', '1{')],
]
test.each(unsafe)('H10: %s is not signed', async (_provider, call) => {
  const send = await start()
  const answer = await send(call)
  expect(answer.status).toBe(400)
  expect(answer.body).toBe('{"ok":false,"error":"handshake"}')
})
