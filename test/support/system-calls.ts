/** What a program asks of the system, as strace sees it: sockets, and the files it opens or changes. */
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { runNode } from '../torture/command-line.js'
import { temporaryFolder } from './folders.js'

const PROJECT = resolve(import.meta.dirname, '../..')

const OPENING = ['open', 'openat', 'openat2', 'creat']
/** Calls that change what their paths name, whatever their flags are. */
const CHANGING = [
  ...['creat', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'rmdir', 'unlink', 'unlinkat', 'truncate'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
  ...['chmod', 'fchmodat', 'chown', 'lchown', 'fchownat', 'utimes', 'utimensat', 'futimesat'],
  ...['setxattr', 'lsetxattr', 'removexattr', 'lremovexattr'],
]
// Not every machine has each of them.
const TRACED = ['%network', ...new Set([...OPENING, ...CHANGING])].map((name) => `?${name}`).join()

/** Where Node and the system's libraries live. */
const SYSTEM = [
  dirname(dirname(process.execPath)),
  ...['/lib', '/usr/lib', '/usr/share', '/usr/local', '/dev', '/sys', '/proc'],
  ...['/etc/ld.so.cache', '/etc/ld.so.preload', '/etc/ssl', '/etc/localtime', '/etc/os-release'],
]
/** What lies below a familiar folder, and still is nobody's business. */
const BAIT = /^\/etc\/(?:passwd|shadow)?$|^\/proc\/(?:self|\d+)\/environ$/

/** The generator as it is published: its code, what it copies, and what it is built on. */
export const PROGRAM: readonly string[] = [
  ...['dist', 'generator/presets', 'templates', 'schemas/meta', 'package.json', 'node_modules'].map(
    (path) => join(PROJECT, path),
  ),
  realpathSync(join(PROJECT, 'node_modules')),
]

export const hasStrace = spawnSync('strace', ['-V']).status === 0

export interface Call {
  readonly name: string
  readonly text: string
}

/** Runs Node with these arguments to its end, and says how it ended and what it called. */
export async function watch(args: readonly string[], cwd: string) {
  const log = join(temporaryFolder(), 'calls')
  const tracer = ['strace', '-f', '-qq', '--seccomp-bpf', '-s', '4096', '-e', TRACED, '-o', log]
  const { exitCode, stdout } = await runNode(args, { cwd, tracer })
  return { exitCode, stdout, calls: readCalls(log) }
}

/** The calls of all threads and processes; those that were interrupted are listed where they began. */
function readCalls(log: string): readonly Call[] {
  const lines = readFileSync(log, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, name, text] = /^\d+\s+(\w+)\((.*)$/.exec(line) ?? []
    return name === undefined || text === undefined ? [] : [{ name, text }]
  })
}

/** The calls by which another process or machine could be reached; pipes have no address. */
export function socketsOf(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ name, text }) => {
    if (OPENING.includes(name) || CHANGING.includes(name)) return false
    if (/AF_(?!UNIX\b)/.test(text)) return true
    return text.includes('sun_path=')
  })
}

/** The absolute paths that were opened, to read or to write; attempts that failed count as well. */
export function openedBy(calls: readonly Call[], cwd: string): readonly string[] {
  return calls.filter(({ name }) => OPENING.includes(name)).flatMap((call) => pathsOf(call, cwd))
}

/** The absolute paths that were written, made, moved or removed. */
export function changedBy(calls: readonly Call[], cwd: string): readonly string[] {
  const changing = calls.filter(
    ({ name, text }) =>
      CHANGING.includes(name) ||
      (OPENING.includes(name) && /\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b/.test(text)),
  )
  const paths = changing.flatMap((call) => pathsOf(call, cwd))
  return paths.filter((path) => path !== '/dev/null')
}

function pathsOf({ text }: Call, cwd: string): readonly string[] {
  const quoted = text.matchAll(/"((?:[^"\\]|\\.)*)"/g)
  return [...quoted].map(([, path = '']) => resolve(cwd, path))
}

/** Those that are neither the system's nor in one of the places. */
export function foreignOf(paths: readonly string[], places: readonly string[]): readonly string[] {
  const known = [...places, ...SYSTEM]
  return paths.filter((path) => BAIT.test(path) || !known.some((place) => isIn(path, place)))
}

export function isIn(path: string, place: string): boolean {
  return `${path}/`.startsWith(`${place}/`)
}
