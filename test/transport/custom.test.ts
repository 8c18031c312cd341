/** Proofs that the consumer judges, and message signatures, through generated SDKs. */
import { createHash, createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CustomProof } from '../../templates/runtime/custom-proof.js'
import { ProofInvalid } from '../../templates/runtime/errors.js'
import { generateAll } from './sdks.js'

let made: Awaited<ReturnType<typeof generateAll>>

beforeAll(async () => {
  made = await generateAll()
})

const hmac = (text: string, key = 'k') => createHmac('sha256', key).update(text).digest()
const delivery = { headers: { 'x-signature': hmac('{}').toString('hex') }, body: '{}' }
const secrets = { KEY: 'k', ID: ['first', 'second'] }
const judged = (paypal: CustomProof) => made.create('judged', { secrets, custom: { paypal } })
// A mistake that the types would find: the function comes from JavaScript.
const answering = (answer: unknown) => judged(() => answer as boolean)

const NOT_ACCEPTED = {
  code: 'ERR_PROOF_INVALID',
  message: 'the function custom.paypal did not accept the delivery',
}

describe('a custom proof', () => {
  test.each([
    ['true', true, undefined],
    ['the id of a secret', { secretId: 'ID[1]' }, 'ID[1]'],
  ])('accepts by %s', async (_name, answer, id) => {
    const receiver = await answering(answer)
    const want = { secretId: id ?? 'KEY' }
    await expect(receiver.verify(delivery)).resolves.toMatchObject(want)
  })

  test.each([
    false,
    undefined,
    null,
    1,
    'true',
    'yes',
    {},
    [],
    { secretId: 1 },
    { accepted: true },
  ])('refuses by %j', async (answer) => {
    await expect((await answering(answer)).verify(delivery)).rejects.toMatchObject(NOT_ACCEPTED)
  })

  test('gets the delivery, its secrets and the clock', async () => {
    const seen: unknown[] = []
    const receiver = await made.create('judged', {
      secrets,
      clock: () => 5000,
      custom: {
        paypal: async ({ body }, { secrets: own, now }) => {
          seen.push(
            Buffer.from(body).toString(),
            own.get('ID').map(({ value }) => value),
            now,
          )
          return true
        },
      },
    })
    await receiver.verify(delivery)
    expect(seen).toEqual(['{}', ['first', 'second'], 5000])
  })

  test('that throws is a 503, so that the sender comes again, and says nothing of why', async () => {
    const receiver = await judged(() => {
      throw new Error('paypal is down: token abc')
    })
    const { error, response } = await receiver.receive(delivery)
    expect(error).toMatchObject({
      code: 'ERR_PROOF_UNAVAILABLE',
      message: 'the function custom.paypal failed',
      cause: { message: 'paypal is down: token abc' },
    })
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '60' } })
    expect(response.body).toBe('{"ok":false,"error":"unavailable"}')
  })

  test('that rejects is a 503 as well', async () => {
    const receiver = await judged(() => Promise.reject(new TypeError('x')))
    expect((await receiver.receive(delivery)).response.status).toBe(503)
  })

  test('that throws an error of ours could not judge either: `false` refuses', async () => {
    const cause = new ProofInvalid('another receiver says no')
    const receiver = await judged(() => {
      throw cause
    })
    await expect(receiver.verify(delivery)).rejects.toMatchObject({
      code: 'ERR_PROOF_UNAVAILABLE',
      cause,
    })
  })

  test('is not asked about what another proof has refused', async () => {
    let calls = 0
    const receiver = await judged(() => {
      calls += 1
      return true
    })
    const forged = { ...delivery, body: '{ }' }
    await expect(receiver.verify(forged)).rejects.toMatchObject({ code: 'ERR_PROOF_INVALID' })
    expect(calls).toBe(0)
  })

  test.each([{}, { custom: {} }, { custom: { other: () => true } }])(
    'without its function there is no receiver: %j',
    async (options) => {
      await expect(made.create('judged', { secrets, ...options })).rejects.toThrow(
        new TypeError(
          "the proof paypal is the consumer's own: create the receiver with { custom: { paypal: async (delivery, { secrets }) => … } }",
        ),
      )
    },
  )

  test('is needed only where its scheme is chosen', async () => {
    const receiver = await made.create('choice', { auth: { hmac: { KEY: 'k' } } })
    await expect(receiver.verify(delivery)).resolves.toMatchObject({ secretId: 'KEY' })
    await expect(made.create('choice', { auth: { own: {} } })).rejects.toThrow(/custom: \{ own:/)
    const own = await made.create('choice', { auth: { own: {} }, custom: { own: () => true } })
    await expect(own.verify({ headers: {}, body: '{}' })).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['judged', /readonly custom: \{\s+readonly paypal: CustomProof\s+\}/],
    ['choice', /readonly custom\?: \{\s+readonly own\?: CustomProof\s+\}/],
  ])('is typed by its name: %s', (name, type) => {
    expect(readFileSync(join(made.out, name, 'src/index.ts'), 'utf8')).toMatch(type)
  })
})

describe('a message signature', () => {
  const NOW = 1_700_000_000
  const body = '{"a":1}'
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`

  function signed(url: string, key = 'k') {
    const input = `("@method" "content-digest" "x-event" "@authority");created=${NOW};alg="hmac-sha256"`
    const base = [
      '"@method": POST',
      `"content-digest": ${digest}`,
      '"x-event": any',
      `"@authority": ${new URL(url).host}`,
      `"@signature-params": ${input}`,
    ].join('\n')
    const headers = {
      'content-type': 'application/json',
      'content-digest': digest,
      'x-event': 'any',
      'signature-input': `sig1=${input}`,
      signature: `sig1=:${hmac(base, key).toString('base64')}:`,
    }
    return { method: 'POST', headers, body }
  }

  const options = { secret: 'k', clock: () => NOW * 1000 }

  test('is verified, and its coverage follows from what is required', async () => {
    const receiver = await made.create('message', options)
    const url = 'https://acme.test/hook'
    await expect(receiver.verify({ ...signed(url), url })).resolves.toEqual({
      secretId: 'KEY',
      coverage: { body: true, timestamp: true, type: true, id: false },
    })
    await expect(receiver.verify({ ...signed(url, 'x'), url })).rejects.toMatchObject({
      code: 'ERR_PROOF_INVALID',
    })
  })

  test('mistake 30: the host is the public one, and not what the request says', async () => {
    const request = (url: string) => new Request('http://10.0.0.9/hook', signed(url))
    const silent = await made.create('message', options)
    expect((await silent.fetch(request('https://acme.test'))).status).toBe(500)
    const receiver = await made.create('message', { ...options, publicUrl: 'https://acme.test' })
    expect((await receiver.fetch(request('https://acme.test'))).status).toBe(200)
    expect((await receiver.fetch(request('http://10.0.0.9'))).status).toBe(401)
  })
})

test('an SDK holds no code of a proof that it does not use', () => {
  const holds = (name: string, file: string) =>
    existsSync(join(made.out, name, 'src/runtime/auth', file))
  const kinds = { message: 'httpsig.ts', listed: 'transport.ts', choice: 'custom.ts' }
  for (const [name, own] of Object.entries(kinds)) {
    for (const file of Object.values(kinds))
      expect([name, file, holds(name, file)]).toEqual([name, file, file === own])
  }
  expect(holds('listed', 'client-certificate.ts')).toBe(false)
  expect(holds('segment', 'connection.ts')).toBe(false)
})

test('what the generator says of each', () => {
  expect(
    made.report.diagnostics
      .filter(({ code }) => code !== 'WARN_COVERAGE')
      .map(({ code, file }) => `${code} ${file?.split('/').at(-2)}`),
  ).toEqual([])
})
