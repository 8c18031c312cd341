/** Strangers who make up keys and tokens, and the honest senders whom that must not lock out. */
import { describe, expect, test } from 'vitest'
import { asymmetricSignature } from '../../../templates/runtime/auth/asymmetric.js'
import { jwksKeys } from '../../../templates/runtime/auth/remote-jwks.js'
import { P256 } from '../auth/tokens.js'
import {
  ALL,
  CERTIFICATES,
  JWKS,
  KEYS,
  MADE_UP,
  named,
  open,
  P256_SHA256,
  PER_MINUTE,
  signedBy,
  signing,
  TOKENS,
} from './kinds.js'
import { keyServer, PROVIDER, sendJson, sendStatus } from './server.js'

describe.each(ALL)('$name', (kind) => {
  test('strangers who name something new all the time: 200 of 200 honest deliveries', async () => {
    const { server, genuine, attack } = await open(kind)
    const isFast = kind.strangers > 100
    const minutes = isFast ? 2 : 100
    const outcomes: string[] = [await genuine(0)]
    for (let minute = 0; minute < minutes; minute++) {
      const seen = await attack(minute * 60)
      expect(seen).not.toContain('accepted')
      for (let turn = 0; turn < 200 / minutes; turn++) {
        outcomes.push(await genuine(minute * 60 + 59))
      }
    }
    expect(outcomes.filter((outcome) => outcome !== 'accepted')).toEqual([])
    expect(outcomes).toHaveLength(201)
    const most = isFast ? 600 : PER_MINUTE
    expect(server.requests.length).toBeGreaterThan(minutes)
    // And what the honest sender's own key takes: once in ten minutes, a token once in each.
    expect(server.requests.length).toBeLessThanOrEqual(minutes * most + minutes + 1)
  })
})

describe.each([CERTIFICATES, KEYS])('$name', (kind) => {
  test('a new key under attack is refused once at most, and then goes before new ones', async () => {
    const { genuine, attack } = await open(kind)
    await attack(0, 100)
    expect(await genuine(59)).toBe('ERR_SECRET_UNAVAILABLE 503')
    await attack(59, 1000)
    expect(await genuine(119)).toBe('accepted')
  })

  test('a key that verified serves for a day while its server is down, and no longer', async () => {
    const { server, genuine } = await open(kind)
    expect(await genuine(0)).toBe('accepted')
    server.answer = sendStatus(500)
    expect(await genuine(600)).toBe('accepted')
    expect(await genuine(86_400 + 599)).toBe('accepted')
    expect(await genuine(86_400 + 600)).toBe('ERR_SECRET_UNAVAILABLE 503')
  })

  test('a key that never verified anything serves no longer than it is fresh', async () => {
    const { server, genuine, attack } = await open(kind)
    await attack(0, 1)
    server.answer = sendStatus(500)
    expect(await genuine(600, MADE_UP(0))).toBe('ERR_SECRET_UNAVAILABLE 503')
  })

  test('a key that its server withdrew is refused as soon as it was asked for again', async () => {
    const { server, genuine } = await open(kind)
    expect(await genuine(0)).toBe('accepted')
    server.answer = sendStatus(404)
    expect(await genuine(600)).toBe('refused')
    server.answer = sendStatus(500)
    expect(await genuine(661)).toBe('ERR_SECRET_UNAVAILABLE 503')
  })

  test('a name of any length is no key, and costs no request', async () => {
    const { server, genuine } = await open(kind)
    expect(await genuine(0, `${PROVIDER}/${'a'.repeat(5000)}`)).toBe('refused')
    expect(server.requests).toEqual([])
  })
})

test('jwks: a key that is published under attack is known within half a minute', async () => {
  const server = await keyServer(sendJson({ keys: [] }))
  const source = jwksKeys(`${PROVIDER}/jwks`, { kid: named, perMinute: 2 })
  const offer = signing(asymmetricSignature(P256_SHA256, source), signedBy(P256.privateKey), server)
  for (let second = 0; second < 60; second++) await offer(`made-up-${second}`, false, second)
  server.answer = JWKS.answer
  const outcomes: string[] = []
  for (let second = 60; second < 120; second += 5) {
    await offer(`made-up-${second}`, false, second)
    outcomes.push(await offer('genuine', true, second))
  }
  expect(outcomes).toEqual(Array.from({ length: 12 }, () => 'accepted'))
  expect(await offer('unknown', true, 122)).toBe('refused')
  // By now it could be there, and nobody may ask yet: who gets a 401 might never come again.
  expect(await offer('unknown', true, 130)).toBe('ERR_SECRET_UNAVAILABLE 503')
})

test('jwks: a set that could not be had is asked for again, however often that was', async () => {
  const { server, genuine } = await open(JWKS)
  server.answer = sendStatus(500)
  for (let second = 0; second < 50; second += 5) {
    expect(await genuine(second)).toBe('ERR_SECRET_UNAVAILABLE 503')
  }
  expect(server.requests).toHaveLength(10)
  server.answer = JWKS.answer
  expect(await genuine(50)).toBe('accepted')
})

test('introspection: a token is not taken on the word of an old answer', async () => {
  const { server, genuine } = await open(TOKENS)
  expect(await genuine(0)).toBe('accepted')
  server.answer = sendStatus(500)
  expect(await genuine(59)).toBe('accepted')
  expect(await genuine(60)).toBe('ERR_SECRET_UNAVAILABLE 503')
})
