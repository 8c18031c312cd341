/** A receiver in a process of its own, on a real HTTP server: `server.ts SETTINGS`, as JSON. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { EventModule } from '../../templates/runtime/validation.js'
import { type AcmeEvents, acme, SECRET, silent } from '../runtime/acme.js'
import type { Report } from './attack.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // sound: the flag above makes one

const SAMPLE_MS = 5

/** A validator as compiled ones are for a schema that refers to itself. */
const tree: EventModule = {
  check: () => (value) => isTree(value),
  explain: async () => () => ({
    issues: [{ pointer: '', keyword: 'type', message: 'must be a tree' }],
    count: 1,
  }),
}

function isTree(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).every(isTree)
}

const provider = acme()
const events = new Map([...provider.events, ['tree', tree] as const])
const receiver = createReceiverFrom<AcmeEvents & { tree: unknown }>(
  { ...provider, events },
  { secret: SECRET, logger: silent, limits: { readSeconds: 1 } },
)
const report = { handled: 0, unhandled: 0, errors: new Map<string, number>() }
let peak = 0
receiver.onAny(() => void report.handled++)
receiver.onError(({ code }) => void report.errors.set(code, (report.errors.get(code) ?? 0) + 1))
process.on('unhandledRejection', () => report.unhandled++)
process.on('uncaughtException', () => report.unhandled++)

setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, SAMPLE_MS).unref()

const server = createServer(JSON.parse(process.argv[2] ?? '{}'), nodeHandler(receiver))
process.on('message', async (ask) => {
  if (ask === 'rest') {
    await quiet()
    report.errors.clear()
    report.handled = 0
    collectGarbage()
    peak = process.memoryUsage.rss()
  }
  const errors = Object.fromEntries(report.errors)
  const most = Math.max(peak, process.memoryUsage.rss())
  process.send?.({ ...report, errors, peak: most } satisfies Report)
})

/** Waits until what an attack before has left is done with. */
async function quiet(): Promise<void> {
  const count = () => [report.handled, ...report.errors.values()].join()
  for (let seen = ''; seen !== count(); ) {
    seen = count()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

server.listen(0, '127.0.0.1', () => {
  // Sound: a server that listens on TCP has a port.
  process.send?.((server.address() as AddressInfo).port)
})
process.on('disconnect', () => process.exit())
