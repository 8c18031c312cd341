/** Receives CentrePoint webhooks on a real server, and shows what the sender got for each delivery. */
import { createReceiver, type EventName, eventNames } from '../generated/centrepoint/src/index.js'
import { nodeHandler } from '../generated/centrepoint/src/node.js'
import { sign } from '../generated/centrepoint/src/testing.js'
import { exampleOf } from './payloads.js'
import { printTable, type Row } from './table.js'
import { serveTls } from './tls.js'

const PASSCODE = 'a passcode that only the demo uses'

interface Step {
  readonly title: string
  readonly request: (url: string) => Promise<Request>
  readonly wants: number
}

const steps: readonly Step[] = [
  {
    title: 'handshake',
    wants: 200,
    request: async (url) =>
      new Request(url, {
        method: 'POST',
        headers: { 'X-ActiGraph-Event': 'validation', 'X-ActiGraph-Hook-Secret': 'c0ffee-42' },
        body: JSON.stringify({ WebhookId: 7, ValidationCode: 'c0ffee-42' }),
      }),
  },
  ...eventNames.map((name) => ({
    title: name,
    wants: 200,
    request: (url: string) => signed(url, name),
  })),
  {
    title: 'a tampered body',
    wants: 401,
    request: async (url) => {
      const genuine = await signed(url, 'upload')
      return new Request(url, {
        method: 'POST',
        headers: genuine.headers,
        body: `${await genuine.text()} `,
      })
    },
  },
  {
    title: 'no signature at all',
    wants: 401,
    request: async (url) => {
      const headers = { 'content-type': 'application/json' }
      return new Request(url, { method: 'POST', headers, body: '{}' })
    },
  },
  {
    title: 'an event of tomorrow',
    wants: 200,
    request: async (url) => {
      const headers = { 'X-ActiGraph-Event': 'wear_detected' }
      return sign('upload', await exampleOf('upload'), { secret: PASSCODE, url, headers })
    },
  },
  {
    title: 'a payload that breaks its schema',
    wants: 422,
    request: async (url) => {
      const body = '{"status":"lost"}'
      return sign('upload', await exampleOf('upload'), { secret: PASSCODE, url, body })
    },
  },
]

async function signed(url: string, name: EventName) {
  return sign(name, await exampleOf(name), { secret: PASSCODE, url })
}

const ran: string[] = []
const receiver = createReceiver({ secret: PASSCODE, logger: { warn: () => {}, error: () => {} } })
for (const name of eventNames) receiver.onEvent(name, () => ran.push(`onEvent('${name}')`))
receiver.onUnknown((event) => ran.push(`onUnknown: ${event.name}`))
receiver.onInvalid((event) => {
  ran.push(`onInvalid: ${event.issues.map(({ message }) => message)[0]}`)
})

// CentrePoint demands HTTPS: over plain HTTP each of them would be answered with 401.
const { close, send, url } = await serveTls(nodeHandler(receiver))

const rows: Row[] = []
for (const { title, request, wants } of steps) {
  const response = await send(await request(url))
  const echoed = response.headers.get('X-ActiGraph-Hook-Secret')
  rows.push({
    delivery: title,
    status: response.status,
    wants,
    answer: echoed === null ? await response.text() : `X-ActiGraph-Hook-Secret: ${echoed}`,
    handler: ran.splice(0).join(', ') || '-',
  })
}
close()

printTable(rows)
const wrong = rows.filter(({ status, wants }) => status !== wants)
console.log(
  wrong.length === 0
    ? `\n${rows.length} deliveries, each answered as it should be.`
    : `\n${wrong.length} of ${rows.length} deliveries were answered wrongly.`,
)
process.exitCode = wrong.length === 0 ? 0 : 1
