/** Receivers of every preset in a process of their own: tells which attacks cost too much, and how many there were. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider, ProviderBase, Scheme } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { type Attack, attacksOn, type Reads } from './attacks.js'
import { KEYS } from './keys.js'

/** What the parent is told of a preset. */
export interface Told {
  readonly name: string
  readonly attacks: number
  /** The schemes that no receiver could be made for. */
  readonly unmade: readonly string[]
  readonly outcomes: readonly string[]
  /** Of the processor, the worst attack's best run, less what the engine takes to parse the body. */
  readonly milliseconds: number
  /** By how much the process grew at most. */
  readonly megabytes: number
  readonly slow: readonly string[]
}

const MOST_MILLISECONDS = 100
const MOST_MEGABYTES = 64
/** The machine may be busy with something else, and code is slow before it is compiled. */
const ROUNDS = 8

const silent = { debug() {}, info() {}, warn() {}, error() {} }

function readsOf(text: string, contentTypes: readonly string[]): Reads {
  const all = (pattern: RegExp) => [
    ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
  ]
  const prefixes = all(/prefix: ("(?:[^"\\]|\\.)*")/g).map((literal) => String(JSON.parse(literal)))
  return {
    contentTypes,
    headers: all(/(?:header\(d, |headers\.values\()"([^"]*)"/g),
    parameters: all(/parameter\(d, "([^"]*)"/gi),
    fields: all(/form(?:Field|Part)\(d, "([^"]*)"/g),
    pointers: all(/(?:Json|json\w*|payloadAt)\(d, "([^"]+)"/g),
    prefixes,
    forms: [
      ...(text.includes('fromBase64') ? (['base64'] as const) : []),
      ...(text.includes('jwt(') ? (['token'] as const) : []),
      ...(/fromBase64|jwt\(/.test(text) && !text.includes('fromHex') ? [] : (['hex'] as const)),
    ],
  }
}

/** Names of the secrets with a value each that the scheme takes; undefined where nothing fits. */
function receiverOf(provider: Provider, scheme: Scheme) {
  const rest: ReceiverOptions = {
    logger: silent,
    secretStore: memorySecretStore(),
    fetch: async () => new Response('', { status: 404 }),
    ...(provider.eventAccount !== undefined && { account: 'a' }),
  }
  const names = scheme.secrets.map(({ name }) => name)
  const extra = scheme.settings === undefined ? KEYS : ['token']
  for (const value of extra) {
    for (const more of [{}, { acceptUnsigned: true }, { secretStore: undefined }]) {
      const given = Object.fromEntries(names.map((name) => [name, value]))
      try {
        return createReceiverFrom(provider, {
          ...rest,
          ...more,
          auth: { [scheme.name]: given },
        } as ReceiverOptions)
      } catch {}
    }
  }
  // Secrets of several kinds.
  for (const first of KEYS) {
    for (const second of KEYS) {
      const given = Object.fromEntries(
        names.map((name, index) => [name, index === 0 ? first : second]),
      )
      try {
        return createReceiverFrom(provider, {
          ...rest,
          auth: { [scheme.name]: given },
        } as ReceiverOptions)
      } catch {}
    }
  }
  return undefined
}

async function attackOne(receiver: NonNullable<ReturnType<typeof receiverOf>>, { input }: Attack) {
  let milliseconds = Number.POSITIVE_INFINITY
  let megabytes = 0
  let outcome = ''
  for (let round = 0; round < ROUNDS && milliseconds > MOST_MILLISECONDS; round++) {
    const resident = process.memoryUsage.rss()
    const most = process.resourceUsage().maxRSS
    const began = process.cpuUsage()
    const receipt = await receiver.receive(input)
    const { user, system } = process.cpuUsage(began)
    const now = process.resourceUsage().maxRSS
    const took = (user + system) / 1000
    // Only where it matters: the engine's own parse of the body is what no receiver can save.
    const parsing = took > MOST_MILLISECONDS ? millisecondsToParse(input.body) : 0
    milliseconds = Math.min(milliseconds, took - parsing)
    if (now > most) megabytes = Math.max(megabytes, (now * 1024 - resident) / (1 << 20))
    outcome = receipt.outcome + (receipt.error === undefined ? '' : ` ${receipt.error.code}`)
  }
  return { milliseconds, megabytes, outcome }
}

function millisecondsToParse(body: unknown): number {
  const began = process.cpuUsage()
  try {
    JSON.parse(String(body))
  } catch {}
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

async function attackPreset(out: string, name: string): Promise<Told> {
  const folder = join(out, name, 'src')
  // Sound: the generator printed the module.
  const { provider: base } = (await import(join(folder, 'provider.ts'))) as {
    provider: ProviderBase
  }
  const text = ['auth.ts', 'provider.ts']
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join()
  const provider: Provider = { ...base, events: new Map(), groups: new Map() }
  const attacks = attacksOn(readsOf(text, provider.contentTypes))
  const unmade: string[] = []
  const slow: string[] = []
  const outcomes = new Set<string>()
  let worst = 0
  let most = 0
  for (const scheme of provider.schemes) {
    const receiver = receiverOf(provider, scheme)
    if (receiver === undefined) {
      unmade.push(scheme.name)
      continue
    }
    for (const attack of attacks) {
      // Little is left of a small request.
      if (attack.input.body !== '{}') globalThis.gc?.()
      const { milliseconds, megabytes, outcome } = await attackOne(receiver, attack)
      outcomes.add(outcome)
      worst = Math.max(worst, milliseconds)
      most = Math.max(most, megabytes)
      if (milliseconds > MOST_MILLISECONDS || megabytes > MOST_MEGABYTES) {
        slow.push(
          `${scheme.name}: ${attack.name}: ${milliseconds.toFixed()} ms, ${megabytes.toFixed()} MB`,
        )
      }
    }
  }
  return {
    name,
    attacks: attacks.length,
    unmade,
    outcomes: [...outcomes],
    milliseconds: worst,
    megabytes: most,
    slow,
  }
}

const [out = '', ...names] = process.argv.slice(2)
for (const name of names) process.send?.(await attackPreset(out, name))
process.disconnect?.()
