/** What the generator asks of the system for hostile input: no socket, and no file outside it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import {
  changedBy,
  foreignOf,
  hasStrace,
  isIn,
  openedBy,
  PROGRAM,
  socketsOf,
  watch,
} from '../support/system-calls.js'
import { cases, stageCase } from './cases.js'
import { GENERATE } from './command-line.js'

const watched = cases.filter(({ name }) => /^(?:017|02[01235]|038|062)-/.test(name))

describe.runIf(hasStrace)('watched by strace', () => {
  test.each(watched)(
    '$name stays inside',
    async (one) => {
      const parent = temporaryFolder()
      const cwd = stageCase(one, parent)
      const { exitCode, calls } = await watch(GENERATE, cwd)
      expect(exitCode).toBe(one.outcome === 'error' ? 1 : 0)
      expect(calls.length).toBeGreaterThan(100)
      expect(socketsOf(calls)).toEqual([])
      expect(foreignOf(openedBy(calls, cwd), [parent, ...PROGRAM])).toEqual([])
      const out = join(cwd, 'out')
      expect(changedBy(calls, cwd).filter((path) => !isIn(path, out))).toEqual([])
    },
    300_000,
  )

  test('a program that leaves is seen', async () => {
    const leave = `const { readFileSync, writeFileSync, mkdirSync, renameSync } = require('node:fs')
      readFileSync('/etc/passwd')
      try { readFileSync('/srv/../root/nowhere') } catch {}
      writeFileSync('../new', '')
      mkdirSync('../made')
      renameSync('../new', 'taken')
      require('node:net').connect('/nowhere/socket').on('error', () => {})
      require('node:net').connect(9, '127.0.0.1').on('error', () => {})`
    const parent = temporaryFolder()
    const cwd = join(parent, 'own')
    mkdirSync(cwd)
    const { calls } = await watch(['--eval', leave], cwd)
    const sockets = socketsOf(calls).map(({ name, text }) => `${name} ${text}`)
    expect(sockets.filter((text) => /^connect .*\/nowhere\/socket/.test(text))).toHaveLength(1)
    expect(sockets.filter((text) => /^(?:socket|connect) .*AF_INET/.test(text))).toHaveLength(2)
    const made = join(parent, 'new')
    expect(foreignOf(openedBy(calls, cwd), [cwd])).toEqual(['/etc/passwd', '/root/nowhere', made])
    const changed = changedBy(calls, cwd).filter((path) => !isIn(path, cwd))
    expect(changed).toEqual([made, join(parent, 'made'), made])
  })
})
