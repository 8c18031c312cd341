/**
 * What a receiver keeps of the deliveries that went through it: `/node` at full speed over the
 * loopback, for 30 minutes unless told otherwise: `npm run soak -- 5`. Prints the live heap of the
 * receiver's process after 1, 10 and 30 minutes, and ends by itself.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from '../generator/index.js'
import type { Weighed } from './soak-receiver.js'

const MARKS = [1, 10, 30]
const SENDERS = 32
const SECRET = 'a passcode of the soak'
const MB = 1024 * 1024
const BODY = JSON.stringify({ status: 'started', uploadId: 1, studyId: 2, subjectId: 3 })

type Kind = 'handled' | 'duplicate' | 'refused' | 'unknown' | 'invalid' | 'failing'

const KINDS: readonly Kind[] = ['handled', 'handled', 'handled', 'duplicate', 'refused', 'unknown']
const ALL: readonly Kind[] = [...KINDS, 'invalid', 'failing']

function sign(body: string): string {
  return createHmac('sha256', SECRET).update(body).digest('base64')
}

function messageOf(kind: Kind): { headers: Record<string, string>; body: string } {
  const body = kind === 'invalid' ? '{"status":5}' : BODY
  const headers = {
    'content-type': 'application/json',
    'x-actigraph-event': kind === 'unknown' ? 'nobody-knows' : 'upload',
    'x-actigraph-delivery': kind === 'duplicate' ? 'always-the-same' : randomUUID(),
    'x-actigraph-signature': kind === 'refused' ? sign(randomUUID()) : sign(body),
    'x-forwarded-proto': 'https',
    'x-soak': kind,
  }
  return { headers, body }
}

const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })

function send(port: number, kind: Kind): Promise<number> {
  const { headers, body } = messageOf(kind)
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function weigh(receiver: ChildProcess): Promise<Weighed> {
  const answered = once(receiver, 'message')
  receiver.send('weigh')
  // Sound: it answers this message with nothing else.
  return (await answered)[0] as Weighed
}

/** Sends until the time is up; counts what came back, by kind and status. */
async function sendUntil(end: number, port: number, counts: Map<string, number>): Promise<void> {
  const sender = async (offset: number) => {
    for (let turn = offset; performance.now() < end; turn++) {
      const kind = ALL[turn % ALL.length] ?? 'handled'
      const key = `${kind} ${await send(port, kind)}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, (_, index) => sender(index)))
}

const minutes = Number(process.argv[2] ?? 30)
const out = mkdtempSync(join(tmpdir(), 'hookwright-soak-'))
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
await generate({ folders: [path('../schemas/centrepoint')], out, build: false })
const receiver = fork(path('soak-receiver.ts'), [join(out, 'centrepoint'), SECRET], {
  execArgv: ['--expose-gc', '--import', 'tsx'],
})
const [{ port }] = (await once(receiver, 'message')) as [{ port: number }]
const counts = new Map<string, number>()
const started = performance.now()
const marks = [...MARKS.filter((mark) => mark < minutes), minutes]
console.log('minutes   deliveries    heap, MB   buffers, MB')
for (const mark of marks) {
  await sendUntil(started + mark * 60_000, port, counts)
  const { heap, buffers } = await weigh(receiver)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const columns = [mark, total, (heap / MB).toFixed(2), (buffers / MB).toFixed(2)]
  console.log(columns.map((column) => String(column).padStart(12)).join(''))
}
console.log(Object.fromEntries([...counts].sort()))
receiver.disconnect()
agent.destroy()
rmSync(out, { recursive: true })
