/**
 * Does the time of a refusal tell how much of a signature was right?
 *
 * Signatures that differ from the right one at the first and at the last byte are judged in random
 * order; their times are compared by Welch's t-test. A naive comparison is measured beside them, to
 * show that the test would notice.
 */
import { createReceiver } from '../generated/centrepoint/src/index.js'
import { sign } from '../generated/centrepoint/src/testing.js'
import { equalBytes } from '../templates/runtime/crypto.js'
import { equalsAny } from '../templates/runtime/expr/compare.js'
import { compare, NO_NOISE } from './statistics.js'

const SAMPLES = 60_000
const WARM_UP = 5_000
const SECRET = 'a passcode of the bench'

interface Trial<T> {
  /** Makes the input anew, outside what is measured: both kinds come the same way to the same place. */
  readonly prepare: (nearly: Uint8Array) => T
  readonly judge: (input: T) => unknown
}

/** The right bytes with one changed: the first or the last. One buffer serves both. */
async function measure<T>(right: Uint8Array, { prepare, judge }: Trial<T>) {
  const times: readonly [number[], number[]] = [[], []]
  const nearly = new Uint8Array(right.length)
  for (let run = 0; run < SAMPLES + WARM_UP; run++) {
    const isFirst = Math.random() < 0.5
    nearly.set(right)
    const index = isFirst ? 0 : nearly.length - 1
    nearly[index] = (nearly[index] ?? 0) ^ 0xff
    const input = prepare(nearly)
    const start = process.hrtime.bigint()
    await judge(input)
    const time = Number(process.hrtime.bigint() - start)
    if (run >= WARM_UP) times[isFirst ? 0 : 1].push(time)
  }
  return compare(...times)
}

const payload = { status: 'started', uploadId: 1, studyId: 2, subjectId: 3 } as const
const genuine = await sign('upload', payload, { secret: SECRET })
const body = await genuine.text()
const mac = Buffer.from(genuine.headers.get('x-actigraph-signature') ?? '', 'base64')
const receiver = createReceiver({ secret: SECRET })
const long = new Uint8Array(4096).fill(7)
const longText = Buffer.from(long).toString('latin1')

const deliveryWith = (signature: Uint8Array) => ({
  headers: {
    'x-actigraph-event': 'upload',
    'x-actigraph-signature': Buffer.from(signature).toString('base64'),
  },
  body,
  transport: { encrypted: true },
})
const measured = [
  [
    'verify(), HMAC-SHA256',
    await measure(mac, {
      prepare: deliveryWith,
      judge: (delivery) => receiver.verify(delivery).catch(() => undefined),
    }),
  ],
  [
    'equalBytes, 4 KB',
    await measure(long, { prepare: (bytes) => bytes, judge: (bytes) => equalBytes(long, bytes) }),
  ],
  [
    'equalsAny, 4 KB',
    await measure(long, {
      prepare: (bytes) => Buffer.from(bytes).toString('latin1'),
      judge: (text) => equalsAny(text, [longText]),
    }),
  ],
] as const
const naive = await measure(long, {
  prepare: (bytes) => bytes,
  judge: (bytes) => long.every((byte, index) => byte === bytes[index]),
})

console.log('what is compared          differs at first   at last       t')
for (const [name, { first, second, t }] of [...measured, ['naive, for contrast', naive] as const]) {
  console.log(
    name.padEnd(26),
    `${first.toFixed(0)} ns`.padStart(15),
    `${second.toFixed(0)} ns`.padStart(10),
    t.toFixed(2).padStart(8),
  )
}
const leaking = measured.filter(([, { t }]) => Math.abs(t) > NO_NOISE)
const isBlind = Math.abs(naive.t) <= NO_NOISE
for (const [name] of leaking) console.log(`${name}: the time tells where the difference is`)
if (isBlind) console.log('the contrast was not seen: the machine is too noisy for this test')
process.exitCode = leaking.length > 0 || isBlind ? 1 : 0
