/** Events that are only a notice: what they are about is fetched, pinned, limited and validated. */
import { expect, test } from 'vitest'
import type { HydrateOptions } from '../../../templates/runtime/hydration.js'
import { hydrating, hydration } from '../../../templates/runtime/outbound/hydrate.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  deliver,
  numberField,
  SECRET,
  silent,
} from '../acme.js'

type Resources = { 'invoice.paid': { total: number }; 'invoice.voided': { total: number } }

interface Asked {
  readonly url: string
  readonly authorization: string | undefined
  readonly redirect: string | undefined
}

interface Setup {
  readonly answer?: (url: string, signal: AbortSignal) => Response | Promise<Response>
  readonly hydrate?: HydrateOptions
  readonly limits?: { readonly milliseconds?: number; readonly bytes?: number }
}

/** A receiver of Acme whose invoices are fetched from where `link` in the body says. */
function hydratingAcme({ answer, hydrate, limits }: Setup = {}) {
  const asked: Asked[] = []
  const provider = acme({
    hydration: hydration({
      request: (d) => ({
        method: 'GET',
        url: link(d.json()),
        hosts: ['api.acme.test', '*.eu.acme.test'],
        headers: {},
        limits,
      }),
      resources: new Map([
        ['invoice.paid', numberField('total')],
        ['invoice.voided', numberField('total')],
      ]),
    }),
  })
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const authorization = headers.get('authorization') ?? undefined
    asked.push({ url: String(url), authorization, redirect: init.redirect })
    // Sound: whoever asks here gives a signal, and a test would time out without it.
    return answer?.(String(url), init.signal as AbortSignal) ?? Response.json({ total: 12 })
  }
  const options = { secret: SECRET, logger: silent, fetch, hydrate }
  const receiver = createReceiverFrom<AcmeEvents, AcmeGroups>(provider, options)
  return { receiver: hydrating<AcmeEvents, AcmeGroups, Resources>(receiver), asked }
}

function link(value: unknown): string | undefined {
  const { link: url } = Object(value)
  return typeof url === 'string' ? url : undefined
}

const paidAt = (url: string | undefined) =>
  deliver({ type: 'invoice.paid', id: 'in_1', amount: 7, link: url })

const LINK = 'https://api.acme.test/invoices/1'

/** What `ctx.fetchResource` came to in a handler: its value, or code and message of its error. */
async function fetched(setup: Setup, url: string | undefined) {
  const { receiver, asked } = hydratingAcme(setup)
  const results: unknown[] = []
  receiver.onEvent('invoice.paid', async (_event, ctx) => {
    await ctx.fetchResource().then(
      (value) => results.push(value),
      ({ code, message }) => results.push(`${code} ${message}`),
    )
  })
  const { outcome } = await receiver.receive(paidAt(url))
  expect(outcome).toBe('handled')
  return { result: results[0], asked }
}

test('the resource is fetched from where the event says, without following redirects', async () => {
  expect(await fetched({}, LINK)).toEqual({
    result: { total: 12 },
    asked: [{ url: LINK, authorization: undefined, redirect: 'manual' }],
  })
})

const credentials: [name: string, hydrate: HydrateOptions, authorization: string][] = [
  ['a bearer token', { bearer: 'abc' }, 'Bearer abc'],
  ['a function that finds a token', { bearer: async () => 'def' }, 'Bearer def'],
  ['name and password', { basic: { username: 'u', password: 'p' } }, 'Basic dTpw'],
  ['headers of its own', { headers: () => ({ authorization: 'Key k' }) }, 'Key k'],
]
test.each(credentials)('the consumer authenticates with %s', async (_name, hydrate, want) => {
  const { asked } = await fetched({ hydrate }, LINK)
  expect(asked).toMatchObject([{ authorization: want }])
})

const hostile: [name: string, url: string | undefined][] = [
  ['another host', 'https://evil.test/invoices/1'],
  ['a host that ends alike', 'https://api.acme.test.evil.test/'],
  ['a label too many under a pattern', 'https://a.b.eu.acme.test/'],
  ['plain HTTP', 'http://api.acme.test/'],
  ['a port', 'https://api.acme.test:8443/'],
  ['a user', 'https://api.acme.test@evil.test/'],
  ['a password before the host', 'https://u:p@api.acme.test/'],
  ['a file', 'file:///etc/passwd'],
  ['no URL', 'invoices/1'],
  ['nothing', undefined],
]
test.each(hostile)('%s is not asked, and gets no credentials', async (_name, url) => {
  const { result, asked } = await fetched({ hydrate: { bearer: 'abc' } }, url)
  expect(result).toMatch(/^ERR_REQUEST /)
  expect(asked).toEqual([])
})

const answers: [name: string, setup: Setup, want: RegExp][] = [
  [
    'an error',
    { answer: () => new Response('no', { status: 404 }) },
    /^ERR_REQUEST api\.acme\.test answered a GET with 404$/,
  ],
  [
    'a redirect',
    { answer: () => Response.redirect('https://evil.test/', 302) },
    /^ERR_REQUEST .* 302$/,
  ],
  [
    'an answer above the limit',
    { limits: { bytes: 10 }, answer: () => Response.json({ total: 1234567 }) },
    /^ERR_REQUEST a GET to api\.acme\.test failed$/,
  ],
  [
    'no answer in time',
    {
      limits: { milliseconds: 20 },
      answer: (_url, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    },
    /^ERR_REQUEST a GET to api\.acme\.test failed$/,
  ],
  [
    'what is no JSON',
    { answer: () => new Response('<html>') },
    /^ERR_PAYLOAD_MALFORMED the body is not valid JSON$/,
  ],
  [
    'a resource that breaks its schema',
    { answer: () => Response.json({ total: 'twelve' }) },
    /^ERR_PAYLOAD_INVALID the resource of "invoice\.paid" breaks its schema$/,
  ],
]
test.each(answers)('%s is an error of its own kind', async (_name, setup, want) => {
  expect((await fetched(setup, LINK)).result).toMatch(want)
})

test('a resource that breaks its schema says where', async () => {
  const { receiver } = hydratingAcme({ answer: () => Response.json({}) })
  const issues: unknown[] = []
  receiver.onEvent('invoice.*', async (_event, ctx) => {
    await ctx.fetchResource().catch((error) => issues.push(...error.issues))
  })
  await receiver.receive(paidAt(LINK))
  expect(issues).toEqual([{ pointer: '/total', keyword: 'type', message: 'must be a number' }])
})

test('an error that a handler lets through makes the sender try again', async () => {
  const { receiver } = hydratingAcme({ answer: () => new Response(null, { status: 500 }) })
  receiver.onEvent('invoice.paid', (_event, ctx) => ctx.fetchResource())
  const { outcome, response } = await receiver.receive(paidAt(LINK))
  expect([outcome, response.status]).toEqual(['failed', 500])
})

test('the handlers of a delivery share one request, and a failed one is tried again', async () => {
  const statuses = [500, 200]
  const { receiver, asked } = hydratingAcme({
    answer: () => Response.json({ total: 1 }, { status: statuses.shift() ?? 200 }),
  })
  receiver.onEvent('invoice.paid', (_event, ctx) => ctx.fetchResource().catch(() => undefined))
  const totals: number[] = []
  for (const _ of [1, 2]) {
    receiver.onEvent('invoice.paid', async (_event, ctx) => {
      totals.push((await ctx.fetchResource()).total)
    })
  }
  await receiver.receive(paidAt(LINK))
  expect(totals).toEqual([1, 1])
  expect(asked).toHaveLength(2)
})

test('an event without a resource has nothing to fetch', async () => {
  const { receiver, asked } = hydratingAcme()
  const errors: unknown[] = []
  receiver.onEvent('ping', async (_event, ctx) => {
    expect(ctx).toHaveProperty('fetchResource')
    // @ts-expect-error TS2339: the types know that there is none
    await ctx.fetchResource().catch((error: unknown) => errors.push(error))
  })
  await receiver.receive(deliver({ type: 'ping' }))
  expect(errors).toEqual([new TypeError('the event "ping" has no resource to fetch')])
  expect(asked).toEqual([])
})

test('a receiver of a provider without resources has no such member', async () => {
  const receiver = createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET })
  const seen: boolean[] = []
  receiver.onEvent('ping', (_event, ctx) => seen.push('fetchResource' in ctx))
  await receiver.receive(deliver({ type: 'ping' }))
  expect(seen).toEqual([false])
})

test('an option that is none of its forms is a mistake at once', () => {
  // @ts-expect-error TS2322: that is what is tested
  const make = () => hydratingAcme({ hydrate: { headers: 'x' } })
  expect(make).toThrow(
    new TypeError('hydrate takes { headers }, a function, or { basic } or { bearer }'),
  )
})
