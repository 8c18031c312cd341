/** Flatfile: what its listeners send, over real HTTP, with either proof; and what is refused. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  coverage,
  createReceiver,
  type EventName,
  eventNames,
  isEvent,
  type ReceiverOptions,
  schemas,
} from '../../generated/flatfile/src/index.js'
import { nodeHandler } from '../../generated/flatfile/src/node.js'
import { sign } from '../../generated/flatfile/src/testing.js'

const SECRET = 'shared-with-the-listener'
const NOW = Date.UTC(2026, 2, 2, 9, 20)
const SECONDS = NOW / 1000

const EVENTS = fileURLToPath(new URL('../../schemas/flatfile/events/', import.meta.url))

interface Example {
  readonly topic: string
  readonly context: Record<string, unknown>
}

const examples = readdirSync(EVENTS)
  .filter((file) => !file.startsWith('_'))
  .map((file): Example => JSON.parse(readFileSync(`${EVENTS}${file}`, 'utf8')).examples[0])

function exampleOf(topic: EventName): Example {
  const example = examples.find((one) => one.topic === topic)
  if (example === undefined) throw new Error(`${topic} has no example`)
  return example
}

const hexOf = (body: string, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex')

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT as the listener makes it: its claims are the event. */
function jwtOf(claims: unknown, header: object = { alg: 'HS256', typ: 'JWT' }, secret = SECRET) {
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** Serves a receiver, and posts to it as a listener would. */
async function serve(auth: NonNullable<ReceiverOptions['auth']>) {
  const silent = { warn: () => undefined, error: () => undefined }
  const receiver = createReceiver({ auth, clock: () => NOW, logger: silent })
  const seen: unknown[] = []
  receiver.onAny((event) => seen.push(event.payload))
  const server = createServer(nodeHandler(receiver)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  const post = async (body: string, headers: Record<string, string>) => {
    const init = {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    }
    return (await fetch(`http://127.0.0.1:${port}/`, init)).status
  }
  return { receiver, seen, post }
}

test('the events are told by their topics, and every example fits', async () => {
  expect([...eventNames].sort()).toEqual([
    'commit:created',
    'job:ready',
    'records:created',
    'upload:completed',
    'workbook:created',
  ])
  for (const name of eventNames) {
    const { issues } = await schemas[name]['~standard'].validate(exampleOf(name))
    expect(issues).toBeUndefined()
  }
})

test.each([...eventNames])('%s says where it happened', async (name) => {
  const example = exampleOf(name)
  const { issues } = await schemas[name]['~standard'].validate({ ...example, context: {} })
  expect(issues?.map(({ message }) => message)).not.toEqual([])
})

test('the signature covers the body, and the token brings the event itself', () => {
  expect(coverage).toEqual({
    signature: { body: true, timestamp: false, type: true, id: true },
    jwt: { body: false, timestamp: true, type: true, id: true },
  })
})

describe('signatures', () => {
  const body = JSON.stringify(exampleOf('records:created'))

  test('an event with its signature is handled', async () => {
    const { seen, post } = await serve({ signature: { SECRET } })
    expect(await post(body, { 'x-hub-signature': `sha256=${hexOf(body)}` })).toBe(200)
    expect(seen).toEqual([exampleOf('records:created')])
  })

  const refused: [name: string, headers: Record<string, string>][] = [
    ['no signature', {}],
    ['a signature without its prefix', { 'x-hub-signature': hexOf(body) }],
    [
      'a signature in base64',
      { 'x-hub-signature': `sha256=${Buffer.from(hexOf(body), 'hex').toString('base64')}` },
    ],
    ['another secret', { 'x-hub-signature': `sha256=${hexOf(body, 'other')}` }],
    ['another body', { 'x-hub-signature': `sha256=${hexOf(`${body} `)}` }],
    ['a token instead', { authorization: `Bearer ${jwtOf({ iat: SECONDS })}` }],
  ]
  test.each(refused)('%s is refused', async (_name, headers) => {
    const { seen, post } = await serve({ signature: { SECRET } })
    expect(await post(body, headers)).toBe(401)
    expect(seen).toEqual([])
  })

  test('the signing kit signs as the listener does', async () => {
    const { receiver, seen } = await serve({ signature: { SECRET } })
    const payload = {
      id: 'us_evt_9',
      topic: 'workbook:created',
      domain: 'workbook',
      context: { environmentId: 'us_env_1', spaceId: 'us_sp_1', workbookId: 'us_wb_1' },
      payload: { name: 'Guests' },
    } as const
    const request = await sign('workbook:created', payload, { auth: { signature: { SECRET } } })
    expect((await receiver.fetch(request)).status).toBe(200)
    expect(seen).toEqual([payload])
  })
})

describe('tokens', () => {
  const event = exampleOf('job:ready')
  const claims = { ...event, iat: SECONDS }
  const body = JSON.stringify(event)

  test('the event is what was signed, whatever the body says', async () => {
    const { seen, post } = await serve({ jwt: { SECRET } })
    const forged = JSON.stringify({ ...event, topic: 'workbook:created' })
    const authorization = `Bearer ${jwtOf(claims)}`
    expect(await post(body, { authorization })).toBe(200)
    expect(await post(forged, { authorization })).toBe(200)
    expect(seen).toEqual([claims, claims])
  })

  const refused: [name: string, authorization: string][] = [
    ['another secret', `Bearer ${jwtOf(claims, undefined, 'other')}`],
    ['no algorithm', `Bearer ${part({ alg: 'none' })}.${part(claims)}.`],
    ['another algorithm', `Bearer ${jwtOf(claims, { alg: 'HS512' })}`],
    ['a token without its time', `Bearer ${jwtOf(event)}`],
    ['a token of ten minutes ago', `Bearer ${jwtOf({ ...event, iat: SECONDS - 600 })}`],
    ['an expired token', `Bearer ${jwtOf({ ...claims, exp: SECONDS - 1 })}`],
    ['a token without its scheme', jwtOf(claims)],
    ['another scheme', `Basic ${jwtOf(claims)}`],
  ]
  test.each(refused)('%s is refused', async (_name, authorization) => {
    const { seen, post } = await serve({ jwt: { SECRET } })
    expect(await post(body, { authorization })).toBe(401)
    expect(seen).toEqual([])
  })

  test('a signature instead is refused', async () => {
    const { post } = await serve({ jwt: { SECRET } })
    expect(await post(body, { 'x-hub-signature': `sha256=${hexOf(body)}` })).toBe(401)
  })
})

test('unwrap narrows by the topic', async () => {
  const { receiver } = await serve({ signature: { SECRET } })
  const body = JSON.stringify(exampleOf('upload:completed'))
  const headers = { 'x-hub-signature': `sha256=${hexOf(body)}` }
  const event = await receiver.unwrap({ headers, body })
  if (!isEvent(event, 'upload:completed')) throw new Error('it is another event')
  expect(event.payload.payload.name).toBe('guests.csv')
})
