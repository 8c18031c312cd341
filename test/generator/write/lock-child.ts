/** Takes a lock in a process of its own, marks the time that it has it, and gives it back or is killed. */
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeLock } from '../../../generator/write/lock.js'

const [file = '', log = '', end = ''] = process.argv.slice(2)
for (let turn = 0; turn < 3; turn++) {
  const release = await takeLock(file, 60_000)
  appendFileSync(log, `in ${process.pid}\n`)
  await sleep(5)
  appendFileSync(log, `out ${process.pid}\n`)
  if (end === 'kill') process.kill(process.pid, 'SIGKILL')
  await release()
}
