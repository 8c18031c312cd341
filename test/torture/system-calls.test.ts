/** What the generator asks of the system for hostile input: no socket, and no file outside it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { cases, stageCase } from './cases.js'
import { GENERATE, runNode } from './command-line.js'

const CALLS = '--trace=%network,?open,openat,?openat2'
const PROJECT = resolve(import.meta.dirname, '../..')

/** Where Node, the loader of our sources and the system's libraries live. */
const FAMILIAR = [
  PROJECT,
  realpathSync(join(PROJECT, 'node_modules')),
  dirname(dirname(process.execPath)),
  ...['/lib', '/usr/lib', '/usr/share', '/usr/local', '/dev', '/sys', '/proc'],
  ...['/etc/ld.so', '/etc/ssl', '/etc/localtime', '/etc/os-release'],
]
/** Files that the cases point at; some lie below a familiar folder. */
const BAIT = /^\/etc\/(?:passwd|shadow)?$|^\/proc\/(?:self|\d+)\/environ$/

const hasStrace = spawnSync('strace', ['-V']).status === 0
const watched = cases.filter(({ name }) => /^(?:017|02[01235]|038|062)-/.test(name))

interface Call {
  readonly name: string
  readonly text: string
}

describe.runIf(hasStrace)('watched by strace', () => {
  test.each(watched)(
    '$name stays inside',
    async (one) => {
      const parent = temporaryFolder()
      const cwd = stageCase(one, parent)
      const { exitCode, calls } = await watch(GENERATE, cwd)
      expect(exitCode).toBe(one.outcome === 'error' ? 1 : 0)
      expect(calls.length).toBeGreaterThan(100)
      expect(calls.filter(isInternet)).toEqual([])
      expect(openedBy(calls, cwd).filter((path) => isForeign(path, parent))).toEqual([])
    },
    300_000,
  )

  test('a program that leaves is seen', async () => {
    const leave = `const { readFileSync } = require('node:fs')
      readFileSync('/etc/passwd')
      try { readFileSync('/srv/../root/nowhere') } catch {}
      require('node:net').connect(9, '127.0.0.1').on('error', () => {})`
    const cwd = temporaryFolder()
    const { calls } = await watch(['--eval', leave], cwd)
    expect(calls.some(isInternet)).toBe(true)
    const foreign = openedBy(calls, cwd).filter((path) => isForeign(path, cwd))
    expect(foreign).toEqual(['/etc/passwd', '/root/nowhere'])
  })
})

async function watch(args: readonly string[], cwd: string) {
  const log = join(temporaryFolder(), 'calls')
  const tracer = ['strace', '-f', '-qq', '--seccomp-bpf', '-s', '4096', CALLS, '-o', log]
  const { exitCode } = await runNode(args, { cwd, tracer })
  return { exitCode, calls: readCalls(log) }
}

/** The calls of all threads and processes; those that were interrupted are listed where they began. */
function readCalls(log: string): readonly Call[] {
  const lines = readFileSync(log, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, name, text] = /^\d+\s+(\w+)\((.*)$/.exec(line) ?? []
    return name === undefined || text === undefined ? [] : [{ name, text }]
  })
}

function isInternet({ text }: Call): boolean {
  return /AF_INET6?|AF_NETLINK/.test(text)
}

/** The paths that were opened, absolute; attempts that failed count as well. */
function openedBy(calls: readonly Call[], cwd: string): readonly string[] {
  return calls.flatMap(({ name, text }) => {
    const path = /"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
    return name.startsWith('open') && path !== undefined ? [resolve(cwd, path)] : []
  })
}

function isForeign(path: string, input: string): boolean {
  const temporary = [input, join(dirname(input), 'tsx-')]
  if (BAIT.test(path)) return true
  return ![...FAMILIAR, ...temporary].some((place) => path.startsWith(place))
}
