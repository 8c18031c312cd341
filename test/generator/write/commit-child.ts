/** Commits in a process of its own, and dies there: `commit-child.ts OUT FILES STEP [uid]`. */
import { commit } from '../../../generator/write/commit.js'
import { planOf } from './sandbox.js'

const [out = '', files = '{}', step = '', uid] = process.argv.slice(2)
if (uid !== undefined) process.setuid?.(Number(uid))
try {
  await commit(out, planOf(JSON.parse(files)), (name) => {
    if (name === step) process.kill(process.pid, 'SIGKILL')
  })
  console.log('done')
} catch (error) {
  console.log(error instanceof Error && 'code' in error ? error.code : String(error))
}
