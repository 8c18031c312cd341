/** What events of OpenAPI documents are called, and which requests are events. */
import { describe, expect, test } from 'vitest'
import { load } from '../folder.js'
import { document, keys, SCHEMA, sent } from './documents.js'

describe('names', () => {
  test('an extension says the wire name', async () => {
    const webhooks = {
      a: { 'x-event-type': 'A', post: sent() },
      b: { post: sent(SCHEMA, 'application/json', { 'x-event-type': 'B' }) },
      c: { post: sent() },
    }
    const { events } = await load(document(webhooks))
    expect(events.map(({ declared }) => declared)).toEqual(['A', 'B', undefined])
  })
  test('events.key points at what stands for the key', async () => {
    const webhooks = {
      a: { post: sent(SCHEMA, 'application/json', { operationId: 'op/a' }) },
      b: { post: sent() },
    }
    expect(keys(await load(document(webhooks), undefined, { key: '/operationId' }))).toEqual([
      'op/a',
      'b',
    ])
  })
  test('what an operation says of the event is kept', async () => {
    const notes = { summary: 'short', description: 'long', deprecated: true }
    const { events } = await load(
      document({ a: { post: sent(SCHEMA, 'application/json', notes) } }),
    )
    expect(events).toMatchObject([{ description: 'long', deprecated: true }])
  })
})

describe('callbacks', () => {
  const callback = { '{$request.body#/url}': { post: sent() } }
  const paths = { '/subs': { post: { callbacks: { onData: callback } } } }

  test('are events where there are no webhooks', async () => {
    expect(keys(await load({ 'openapi.json': { openapi: '3.0.3', paths } }))).toEqual(['onData'])
  })
  test('are events beside webhooks where the config says so', async () => {
    const files = document({ a: { post: sent() } }, { paths })
    expect(keys(await load(files))).toEqual(['a'])
    expect(keys(await load(files, undefined, { callbacks: true }))).toEqual(['a', 'onData'])
  })
})

test('a path that is marked as a webhook is one', async () => {
  const paths = {
    '/x': { post: { ...sent(), 'x-fern-webhook': true, operationId: 'created' } },
    '/y': { post: sent() },
  }
  expect(keys(await load({ 'openapi.json': { openapi: '3.0.3', paths } }))).toEqual(['created'])
})
