/** Real corpora, each generated with the few lines of config that its provider would write. */
import { createHmac } from 'node:crypto'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { generate } from '../support/package.js'
import { type LoadedSdk, loadSdk } from '../support/sdk.js'

const CORPORA = resolve(process.env['HOOKWRIGHT_SHARED'] ?? '../shared', 'corpora')

const KEY = Buffer.alloc(32, 7)
const SECRET = `whsec_${KEY.toString('base64')}`

/** Whether the corpora are here; tests that need them are skipped without, and say so. */
export const hasCorpora = existsSync(CORPORA)

export function corpus(...path: readonly string[]): string {
  return join(CORPORA, ...path)
}

export function readCorpus(...path: readonly string[]): Uint8Array {
  return readFileSync(corpus(...path))
}

export interface Made {
  readonly sdk: LoadedSdk
}

/**
 * Generates, type-checks and builds an SDK from copies of the files, and prints what it took.
 * `files` are what stands in the provider's folder, by where it comes from.
 */
export async function make(
  name: string,
  files: Readonly<Record<string, string>>,
  events: Readonly<Record<string, unknown>>,
): Promise<Made> {
  const { report, out } = await attempt(name, files, events)
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1))
  for (const one of report.providers) {
    const counts = `${one.events.length} events, ${one.files} files, ${one.bytes} bytes`
    process.stdout.write(`${one.name}: ${counts}, ${one.milliseconds} ms\n`)
  }
  return { sdk: await loadSdk(out, name) }
}

/** Like `make`, for input that may be refused. */
export async function attempt(
  name: string,
  files: Readonly<Record<string, string>>,
  events: Readonly<Record<string, unknown>>,
) {
  const folder = stage(temporaryFolder(), { name, files, events })
  const out = temporaryFolder()
  return { out, report: await generate({ folders: [folder], out }) }
}

export interface Input {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly events: Readonly<Record<string, unknown>>
}

/** Makes a folder the provider's: the copies of its files, and its config. */
export function stage(folder: string, { name, files, events }: Input): string {
  for (const [to, from] of Object.entries(files)) {
    cpSync(from, join(folder, to), { recursive: true })
  }
  const auth = { type: 'standardWebhooks' }
  // The verdicts are those of the schemas, to the letter.
  const config = { provider: name, auth, events, validation: 'strict' }
  return writeFiles(folder, { 'webhooks.json': config })
}

export interface Sent {
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Signs a delivery, hands it to a receiver with a handler for every event, and says what became of it. */
export async function deliver({ sdk }: Made, { body, headers = {} }: Sent) {
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const receiver = sdk.createReceiver({ secret: SECRET, logger })
  const called: string[] = []
  const payloads: unknown[] = []
  for (const event of sdk.eventNames) {
    receiver.onEvent(event, (payload) => {
      called.push(event)
      payloads.push(payload)
    })
  }
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  const request = new Request('https://receiver.test/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...signatureOf(bytes) },
    body: new Uint8Array(bytes),
  })
  const { status } = await receiver.fetch(request)
  return { status, called, payloads }
}

/** Standard Webhooks, made by hand: the body arrives to the byte as it is given. */
function signatureOf(body: Uint8Array): Readonly<Record<string, string>> {
  const time = String(Math.floor(Date.now() / 1000))
  const id = `msg_${createHmac('sha256', 'id').update(body).digest('hex')}`
  const mac = createHmac('sha256', KEY).update(`${id}.${time}.`).update(body).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` }
}
