/** Key servers that are slow, broken, hostile or new, and what they are asked. */
import { afterAll, expect, test } from 'vitest'
import { credentials } from '../../../templates/runtime/auth/credentials.js'
import { jwt } from '../../../templates/runtime/auth/jwt.js'
import { jwksKeys } from '../../../templates/runtime/auth/remote-jwks.js'
import { rsaPkcs1 } from '../../../templates/runtime/auth/rsa.js'
import { publicTokens } from '../../../templates/runtime/auth/token-algorithms.js'
import { isWebhookError } from '../../../templates/runtime/errors.js'
import { jose } from '../../../templates/runtime/expr/jose.js'
import { delivery, jwkOf, NOW, RSA, secrets, signed } from '../auth/tokens.js'
import { type KeyServer, keyServer, PROVIDER, sendJson, sendStatus } from './server.js'

const PER_MINUTE = 2
const URL = `${PROVIDER}/jwks`

const jwk = (kid: string) => jwkOf(RSA.publicKey, { kid, use: 'sig' })
const set = (...kids: readonly string[]) => ({ keys: kids.map(jwk) })
const token = (kid: string) =>
  signed({ alg: 'RS256', kid }, { exp: NOW + 86_400 * 9 }, RSA.privateKey)

function proof() {
  const source = jwksKeys(URL, { kid: (_d, c) => jose(c, '/kid'), perMinute: PER_MINUTE })
  return jwt({
    tokens: {
      inHead: ({ headers }) => [credentials(headers.get('authorization'), 'Bearer') ?? ''],
    },
    algorithms: publicTokens(source, { RS256: rsaPkcs1('SHA-256') }),
    claims: [],
    times: { leeway: 0, required: ['exp'] },
  })
}

/** `accepted`, or the code of the refusal or failure. */
async function outcome(
  judge: ReturnType<typeof proof>,
  server: KeyServer,
  kid: string,
  seconds = 0,
) {
  const context = { secrets: secrets({}), now: (NOW + seconds) * 1000, remote: server.remote }
  try {
    const verdict = await judge.verify(delivery(token(kid)), context)
    return verdict.accepted ? 'accepted' : verdict.code
  } catch (error) {
    if (isWebhookError(error)) return `${error.code} ${error.status}`
    throw error
  }
}

const table: { server: string; outcomes: string; requests: number }[] = []
const UNAVAILABLE = 'ERR_SECRET_UNAVAILABLE 503'
const INVALID = 'ERR_PROOF_INVALID'

afterAll(() => console.table(table))

function note(name: string, outcomes: readonly string[], server: KeyServer): void {
  table.push({
    server: name,
    outcomes: [...new Set(outcomes)].join(', '),
    requests: server.requests.length,
  })
}

const bad: readonly [name: string, answer: KeyServer['answer']][] = [
  ['redirects', sendStatus(302, { location: 'http://127.0.0.1:1/elsewhere' })],
  ['answers 500', sendStatus(500)],
  ['answers 404', sendStatus(404)],
  [
    'answers 10 MB',
    (_request, response) => {
      response.writeHead(200)
      response.end(Buffer.alloc(10_000_000, 32))
    },
  ],
  ['answers HTML', (_request, response) => response.end('<html>')],
  ['answers JSON that is no set', sendJson({ keys: 'none' })],
  [
    'breaks off',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{')
      setTimeout(() => response.destroy(), 20)
    },
  ],
]

test.each(bad)(
  'a JWKS server that %s: 503, and one request for a hundred deliveries',
  async (name, answer) => {
    const server = await keyServer(answer)
    const judge = proof()
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => outcome(judge, server, 'a')),
    )
    expect(new Set(outcomes)).toEqual(new Set([UNAVAILABLE]))
    expect(server.requests).toEqual(['GET /jwks'])
    expect(await outcome(judge, server, 'a', 1)).toBe(UNAVAILABLE)
    expect(server.requests).toHaveLength(1)
    note(name, outcomes, server)
  },
)

test('a JWKS server that never answers: 503 after five seconds', async () => {
  const server = await keyServer(() => undefined)
  const started = performance.now()
  expect(await outcome(proof(), server, 'a')).toBe(UNAVAILABLE)
  expect(performance.now() - started).toBeGreaterThan(4500)
  expect(performance.now() - started).toBeLessThan(9000)
  note('never answers', [UNAVAILABLE], server)
})

test('a JWKS server that drips: the five seconds are for all of the answer', async () => {
  const server = await keyServer((_request, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 200)
    response.on('close', () => clearInterval(timer))
  })
  const started = performance.now()
  expect(await outcome(proof(), server, 'a')).toBe(UNAVAILABLE)
  expect(performance.now() - started).toBeLessThan(9000)
  note('drips', [UNAVAILABLE], server)
})

test('a JWKS server that is slow: one request for a hundred deliveries at once', async () => {
  const server = await keyServer((request, response) => {
    setTimeout(() => sendJson(set('a'))(request, response), 200)
  })
  const judge = proof()
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcome(judge, server, 'a')))
  expect(new Set(outcomes)).toEqual(new Set(['accepted']))
  expect(server.requests).toHaveLength(1)
  note('is slow', outcomes, server)
})

test('a JWKS server that rotates: a new kid makes the set be fetched anew', async () => {
  const server = await keyServer(sendJson(set('old')))
  const judge = proof()
  const outcomes = [await outcome(judge, server, 'old')]
  server.answer = sendJson(set('old', 'new'))
  outcomes.push(await outcome(judge, server, 'new'), await outcome(judge, server, 'old'))
  expect(outcomes).toEqual(['accepted', 'accepted', 'accepted'])
  server.answer = sendJson(set('new'))
  expect(await outcome(judge, server, 'old', 700)).toBe(INVALID)
  note('rotates', [...outcomes, INVALID], server)
  expect(server.requests).toHaveLength(4)
})

test('mistake 23: a thousand random kids cause as many requests as are allowed', async () => {
  const server = await keyServer(sendJson(set('a')))
  const judge = proof()
  const outcomes: string[] = []
  for (let index = 0; index < 1000; index++) {
    outcomes.push(await outcome(judge, server, `random-${index}`, index % 50))
  }
  // Refused where the set is new enough to say so; otherwise it has to be asked for again first.
  expect(new Set(outcomes)).toEqual(new Set([INVALID, UNAVAILABLE]))
  expect(outcomes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => INVALID))
  // The first one is for the keys that are known: no stranger can use it up.
  expect(server.requests).toHaveLength(1 + PER_MINUTE)
  expect(await outcome(judge, server, 'a')).toBe('accepted')
  note('gets a thousand random kids', outcomes, server)
})

test('stale-if-error: keys that are known serve on while the server is down', async () => {
  const server = await keyServer(sendJson(set('a'), { 'cache-control': 'max-age=60' }))
  const judge = proof()
  expect(await outcome(judge, server, 'a')).toBe('accepted')
  server.answer = sendStatus(500)
  expect(await outcome(judge, server, 'a', 61)).toBe('accepted')
  expect(await outcome(judge, server, 'b', 61)).toBe(UNAVAILABLE)
  expect(await outcome(judge, server, 'a', 62)).toBe('accepted')
  expect(server.requests).toHaveLength(2)
  expect(await outcome(judge, server, 'a', 2 * 86_400)).toBe(UNAVAILABLE)
  note('goes down', ['accepted', UNAVAILABLE], server)
})

test.each([
  ['says nothing', undefined, 600],
  ['says too little', 'max-age=1', 60],
  ['says too much', 'public, max-age=99999999', 86_400],
  ['says so many seconds', 'public, max-age=300', 300],
  ['forbids to keep it', 'no-store', 60],
])('where the server %s the set is kept within bounds', async (_name, header, seconds) => {
  const server = await keyServer(
    sendJson(set('a'), header === undefined ? {} : { 'cache-control': header }),
  )
  const judge = proof()
  await outcome(judge, server, 'a')
  await outcome(judge, server, 'a', seconds - 1)
  expect(server.requests).toHaveLength(1)
  await outcome(judge, server, 'a', seconds)
  expect(server.requests).toHaveLength(2)
})

test('what one receiver fetched is never the key of another', async () => {
  const other = await keyServer(sendJson(set('planted')))
  const server = await keyServer(sendJson(set('a')))
  const judge = proof()
  expect(await outcome(judge, other, 'planted')).toBe('accepted')
  expect(await outcome(judge, server, 'planted')).toBe(INVALID)
})

test('without a name, keys of the set that fit are tried', async () => {
  const server = await keyServer(sendJson(set('a')))
  const source = jwksKeys(URL, { kid: undefined, perMinute: PER_MINUTE })
  const context = { secrets: secrets({}), now: NOW * 1000, remote: server.remote }
  const keys = await source.find(context.secrets, { delivery: delivery('x'), context })
  expect(keys.map(({ id }) => id)).toEqual(['a'])
})
