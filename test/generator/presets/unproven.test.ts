/** Presets without recorded deliveries, against what their providers are known to sign. */
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { NOW, type Sent, verifierOf } from './sdks.js'

const NAMES = ['aftership', 'bolt', 'brex', 'google-push-channels', 'plivo-v3', 'shopify-app-proxy']

const mac = (content: string) => createHmac('sha256', 'key').update(content)

const verify = verifierOf(NAMES)

describe('plivo-v3', () => {
  const send = (method: string, url: string, body: string, content: string): Sent => ({
    method,
    url,
    body,
    headers: {
      ...(body !== '' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      'X-Plivo-Signature-V3': `bm9uZQ==,${mac(content).digest('base64')}`,
      'X-Plivo-Signature-V3-Nonce': '12',
    },
  })
  const url = 'https://a.example/in'

  test.each([
    ['GET', `${url}?b=2&a=x%20y&a=1`, '', `${url}?a=1&a=x y&b=2.12`],
    ['GET', url, '', `${url}.12`],
    ['POST', `${url}?b=2&a=1`, 'To=2&From=%2B1', `${url}?a=1&b=2.From+1To2.12`],
    ['POST', url, 'To=2&From=1', `${url}?From1To2.12`],
    ['POST', `${url}?a=1`, '', `${url}?a=1.12`],
  ])('accepts a %s to %s with %j', async (...sent) => {
    await expect(verify('plivo-v3', send(...sent))).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['POST', `${url}?a=1`, 'From=1', `${url}?a=1.12`],
    ['GET', `${url}?a=1`, 'From=1', `${url}?a=1.12`],
    ['POST', url, '\xff', `${url}.12`],
    ['POST', `${url}?a=2`, 'From=1', `${url}?a=1.From1.12`],
  ])('refuses a %s to %s with %j that was not signed', async (...sent) => {
    const verdict = verify('plivo-v3', send(...sent))
    await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})

describe('shopify-app-proxy', () => {
  const send = (content: string, query: string): Sent => ({
    method: 'GET',
    url: `https://a.example/proxy?${query}&signature=${mac(content).digest('hex')}`,
    headers: {},
    body: '',
  })
  const at = (time: number) => {
    return send(
      `path_prefix=/apps/ashop=stimestamp=${time}`,
      `shop=s&path_prefix=%2Fapps%2Fa&timestamp=${time}`,
    )
  }

  test.each([NOW, NOW - 90, NOW + 90])('accepts what was signed at %d', async (time) => {
    await expect(verify('shopify-app-proxy', at(time))).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['an old one', at(NOW - 91)],
    ['one of the future', at(NOW + 91)],
    ['another shop', send(`shop=otimestamp=${NOW}`, `shop=s&timestamp=${NOW}`)],
  ])('refuses %s', async (_name, sent) => {
    await expect(verify('shopify-app-proxy', sent)).rejects.toMatchObject({ status: 401 })
  })
})

describe('signatures of the body', () => {
  const send = (headers: Record<string, string>): Sent => {
    const type = { 'Content-Type': 'application/json' }
    return {
      method: 'POST',
      url: 'https://a.example/',
      headers: { ...type, ...headers },
      body: '{}',
    }
  }
  const right = mac('{}').digest('base64')
  const wrong = mac('').digest('base64')

  test.each([
    ['aftership', 'aftership-hmac-sha256', ''],
    ['aftership', 'as-signature-hmac-sha256', ''],
    ['aftership', 'am-webhook-signature', 'hmac-sha256='],
    ['bolt', 'X-Bolt-Hmac-SHA256', ''],
  ])('%s takes the right one of %s', async (name, header, prefix) => {
    const genuine = verify(name, send({ [header]: prefix + right }))
    await expect(genuine).resolves.toHaveProperty('coverage')
    const forged = verify(name, send({ [header]: prefix + wrong }))
    await expect(forged).rejects.toMatchObject({ status: 401 })
  })

  test.each(['aftership', 'bolt'])('%s refuses what has none', async (name) => {
    await expect(verify(name, send({}))).rejects.toMatchObject({ status: 401 })
  })
})

describe('brex', () => {
  const send = (prefix: string, more: Record<string, string> = {}): Sent => ({
    method: 'POST',
    url: 'https://a.example/',
    body: '{}',
    headers: {
      'Content-Type': 'application/json',
      [`${prefix}-Id`]: 'm',
      [`${prefix}-Timestamp`]: String(NOW),
      [`${prefix}-Signature`]: `v1,${mac(`m.${NOW}.{}`).digest('base64')}`,
      ...more,
    },
  })
  const options = { secrets: { SECRET: Buffer.from('key').toString('base64') } }

  test.each(['Webhook', 'Svix'])('takes the headers %s-*', async (prefix) => {
    await expect(verify('brex', send(prefix), options)).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['Webhook', 'Svix-Id'],
    ['Svix', 'Webhook-Id'],
  ])('refuses %s-* with another id in %s, which is not signed', async (prefix, other) => {
    const verdict = verify('brex', send(prefix, { [other]: 'n' }), options)
    await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})

describe('google-push-channels', () => {
  const send = (token: string): Sent => ({
    method: 'POST',
    url: 'https://a.example/',
    headers: { 'X-Goog-Channel-Token': token, 'X-Goog-Resource-State': 'sync' },
    body: '',
  })

  test('accepts the token of the channel, and no other', async () => {
    await expect(verify('google-push-channels', send('key'))).resolves.toHaveProperty('coverage')
    const other = verify('google-push-channels', send('other'))
    await expect(other).rejects.toMatchObject({ status: 401 })
  })
})
