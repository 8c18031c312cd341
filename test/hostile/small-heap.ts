/** A receiver in a process with little memory: takes the bodies that it is asked to, and says what it made of them. */
import { join } from 'node:path'
import type { LoadedSdk, LoadedTesting } from '../support/sdk.js'

/** What is delivered. */
export interface Order {
  readonly event: string
  readonly text: string
}

/** What came of it. Of each list of issues: how many it holds, and how many there are. */
export interface Told {
  readonly status: number
  /** Of the processor. */
  readonly milliseconds: number
  /** The characters of the longest pointer. */
  readonly longest?: number
  readonly error?: readonly [kept: number, count: number]
  readonly invalid?: readonly [kept: number, count: number]
  readonly drift?: readonly [kept: number, count: number]
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const [out = ''] = process.argv.slice(2)
// Sound: the generator printed the modules; the test holds them to what it expects of them.
const sdk = (await import(join(out, 'src/index.ts'))) as LoadedSdk
const testing = (await import(join(out, 'src/testing.ts'))) as LoadedTesting

async function run({ event, text }: Order): Promise<Told> {
  const lists: Pick<Told, 'invalid' | 'drift'>[] = []
  const receiver = sdk.createReceiver({ secret: SECRET, logger: { warn() {}, error() {} } })
  receiver.onEvent(event, () => undefined)
  receiver.onInvalid(({ issues, count }) => void lists.push({ invalid: [issues.length, count] }))
  receiver.onDrift(({ issues, count }) => void lists.push({ drift: [issues.length, count] }))
  const body = Buffer.from(text)
  const { method, url, headers } = await testing.sign(event, undefined, { secret: SECRET, body })
  const began = process.cpuUsage()
  const { error, response } = await receiver.receive({ method, url, headers, body })
  const { user, system } = process.cpuUsage(began)
  const told = { status: response.status, milliseconds: (user + system) / 1000 }
  if (error?.code !== 'ERR_PAYLOAD_INVALID') return Object.assign(told, ...lists)
  const longest = Math.max(...error.issues.map(({ pointer }) => pointer.length))
  return Object.assign(told, { error: [error.issues.length, error.count], longest }, ...lists)
}

process.on('message', async (order: Order) => process.send?.(await run(order)))
process.send?.('ready')
