/** Sends many deliveries as fast as it can, in a process of its own: `burst-sender.js PORT COUNT`. */
import { connect } from 'node:net'
import { sign } from '../runtime/acme.js'

/** What it tells its parent. */
export interface Burst {
  readonly milliseconds: number
  /** By status. */
  readonly answers: Readonly<Record<string, number>>
  /** How many were sent again, as their connection was closed before they were answered. */
  readonly unanswered: number
  /** What was not taken, and has to be sent again. */
  readonly refused: readonly string[]
}

const CONNECTIONS = 64
/** So many are under way on a connection before the first of them is answered. */
const PIPELINED = 8

const [port = 0, count = 0] = process.argv.slice(2).map(Number)

interface Delivery {
  readonly id: string
  readonly text: string
}

// Signing is not what is measured.
const deliveries = Array.from({ length: count }, (_, index) => requestOf(`in_${index}`))

function requestOf(id: string): Delivery {
  const body = JSON.stringify({ type: 'invoice.paid', id, amount: 7 })
  const head = [
    'POST /hook HTTP/1.1',
    'Host: acme.test',
    'Content-Type: application/json',
    `X-Signature: ${sign(body)}`,
    `Content-Length: ${body.length}`,
  ]
  return { id, text: `${head.join('\r\n')}\r\n\r\n${body}` }
}

const answers: Record<string, number> = {}
const refused: string[] = []
let unanswered = 0

/** Sends until nothing is left, over as many connections one after another as it takes. */
async function work(): Promise<void> {
  while (deliveries.length > 0) await converse()
}

/** Ends with the connection. Answers come in the order of what was asked. */
function converse(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
    const waiting: Delivery[] = []
    let rest = ''
    const send = () => {
      const next = deliveries.splice(0, PIPELINED - waiting.length)
      waiting.push(...next)
      if (next.length > 0) socket.write(next.map(({ text }) => text).join(''))
      else if (waiting.length === 0) socket.end()
    }
    socket.on('data', (chunk) => {
      const parts = (rest + String(chunk)).split('HTTP/1.1 ')
      // What follows the last one may be cut in two.
      const last = parts.pop() ?? ''
      const isWhole = last.length >= 3
      rest = isWhole ? '' : `HTTP/1.1 ${last}`
      for (const part of isWhole ? [...parts, last] : parts) {
        const [status] = /^\d{3}/.exec(part) ?? []
        if (status !== undefined) take(status, waiting.shift()?.id ?? '')
      }
      send()
    })
    // A receiver that has too much to do closes, and reads no more of what was sent.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      unanswered += waiting.length
      deliveries.unshift(...waiting)
      resolve()
    })
    send()
  })
}

function take(status: string, id: string): void {
  answers[status] = (answers[status] ?? 0) + 1
  if (status !== '202') refused.push(id)
}

const began = performance.now()
await Promise.all(Array.from({ length: CONNECTIONS }, work))
const milliseconds = performance.now() - began
process.send?.({ milliseconds, answers, unanswered, refused } satisfies Burst)
