/** READMEs of SDKs: their TypeScript compiles as it stands, and asks for what the provider needs. */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { run } from '../../support/commands.js'
import { generateOrThrow } from '../../support/sdk.js'
import { hmac } from '../auth/planned.js'

const PATIENCE_MILLISECONDS = 300_000
const ROOT = process.cwd()
const { publicKey } = generateKeyPairSync('ed25519')
const PEM = String(publicKey.export({ format: 'pem', type: 'spki' }))

const pair = (key: object) => ({
  type: 'signature',
  alg: 'ed25519',
  key,
  content: '{body}',
  signature: { from: '{header:x-sig}', encoding: 'base64' },
})
const captured = {
  secrets: { HOOK: { capturedBy: 'subscribe' } },
  auth: hmac({ key: { secret: 'HOOK' } }),
  subscriptions: {
    url: 'https://api.acme.test/hooks',
    auth: { type: 'bearer' },
    subscribe: { body: {}, capture: { HOOK: '{header:x-hook-secret}' } },
  },
}

/** The options that the first example shows. */
const PROVIDERS: Readonly<Record<string, readonly [config: object, options: string]>> = {
  secret: [{ auth: hmac() }, '{ secret: process.env.WEBHOOK_SECRET }'],
  basic: [
    { auth: { type: 'basic' } },
    '{ secrets: { username: process.env.WEBHOOK_USERNAME, password: process.env.WEBHOOK_PASSWORD } }',
  ],
  schemes: [
    { auth: { schemes: { first: pair({ secret: 'KEY' }), second: { type: 'bearer' } } } },
    '{ secret: process.env.WEBHOOK_SECRET }',
  ],
  pair: [{ auth: pair({ secret: 'KEY' }) }, '{ secret: process.env.WEBHOOK_SECRET }'],
  'built-in': [{ auth: pair({ constant: PEM }) }, '{}'],
  fetched: [{ auth: pair({ url: 'https://keys.acme.test/key', encoding: 'pem' }) }, '{}'],
  shared: [
    {
      auth: pair({ constant: PEM }),
      events: { type: 'order.paid', account: '{json:/account}' },
      sender: { sharedKey: 'the id of your account' },
    },
    '{ account: process.env.WEBHOOK_ACCOUNT }',
  ],
  network: [{ auth: { type: 'ipAllowlist', cidrs: ['192.0.2.0/24'], from: 'socket' } }, '{}'],
  custom: [{ auth: { type: 'custom', name: 'vouched' } }, '{ custom: { vouched: () => false } }'],
  oauth2: [
    { auth: { type: 'oauth2' } },
    "{ secrets: { issuer: 'https://login.example.com', audience: 'https://example.com/webhooks' } }",
  ],
  encrypted: [
    { auth: { schemes: { signature: hmac() }, require: [{ type: 'transport', https: true }] } },
    '{ secret: process.env.WEBHOOK_SECRET }',
  ],
  unsigned: [{ auth: { type: 'none' } }, '{ acceptUnsigned: true }'],
  captured: [captured, "{ secretStore: memorySecretStore({ pending: ['default'] }) }"],
}
const NAMES = Object.keys(PROVIDERS)

let out: string

beforeAll(async () => {
  const files = NAMES.flatMap((name): [string, unknown][] => {
    const [config = {}] = PROVIDERS[name] ?? []
    const named = { package: { name: `@acme/${name}` }, events: { type: 'order.paid' } }
    return [
      [`${name}/webhooks.json`, { ...named, ...config }],
      [
        `${name}/events/order.paid.json`,
        { type: 'object', properties: { id: { type: 'string' } } },
      ],
    ]
  })
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, PATIENCE_MILLISECONDS)

const readme = (name: string) => readFileSync(join(out, name, 'README.md'), 'utf8')

test.each(NAMES)(
  '%s: the first example gives what the provider needs, and nothing else',
  (name) => {
    const [, options = ''] = PROVIDERS[name] ?? []
    expect(readme(name)).toContain(`export const receiver = createReceiver(${options})`)
    expect(readme(name).includes('acceptUnsigned')).toBe(name === 'unsigned')
  },
)

test('a provider that demands HTTPS says how the receiver learns of it', () => {
  expect(readme('encrypted')).toContain('transport: () => ({ encrypted: true })')
  expect(readme('encrypted')).toContain("proto: 'x-forwarded-proto'")
  expect(readme('secret')).not.toContain('HTTPS')
})

test(
  'every block of TypeScript compiles under strict, and none leaves anything out',
  async () => {
    const files = NAMES.flatMap((name) => {
      const blocks = [...readme(name).matchAll(/^```ts\n(.*?)^```$/gms)].map(
        ([, code = '']) => code,
      )
      expect(blocks.length).toBeGreaterThanOrEqual(4)
      return blocks.map((code, index) => {
        expect(code).not.toContain('…')
        // The first one is the file that the others import.
        const file = index === 0 ? 'receiver.ts' : `block-${index}.ts`
        writeFileSync(join(out, name, file), code)
        return `${name}/${file}`
      })
    })
    const sources = NAMES.flatMap((name): [string, string[]][] => [
      [`@acme/${name}`, [`./${name}/src/index.ts`]],
      [`@acme/${name}/*`, [`./${name}/src/*.ts`]],
    ])
    const clients = ['redis', 'bullmq'].map((name) => [name, [join(ROOT, 'node_modules', name)]])
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'esnext' },
      ...{ moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'] },
      ...{ types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
      paths: Object.fromEntries([...sources, ...clients]),
    }
    writeFileSync(join(out, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const tsc = join(ROOT, 'node_modules/.bin/tsc')
    const { code, stdout } = await run(tsc, ['-p', 'tsconfig.json'], out)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  },
  PATIENCE_MILLISECONDS,
)
