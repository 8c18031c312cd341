/** Servers of a test's own, that it may stop, freeze and starve. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { temporaryFolder } from '../support/folders.js'

export const NEEDS_REDIS_SERVER = '(needs redis-server)'
export const NEEDS_POSTGRES_SERVER = '(needs initdb and postgres)'

const POSTGRES_FOLDERS = '/usr/lib/postgresql'
const PATIENCE_MS = 20_000

const postgresBin = findPostgres()

export const HAS_REDIS_SERVER = demand(
  'redis-server',
  spawnSync('redis-server', ['--version']).status === 0,
)
export const HAS_POSTGRES_SERVER = demand('postgres', postgresBin !== undefined)

function demand(name: string, isThere: boolean): boolean {
  const { CI = '' } = process.env
  if (isThere || CI === '' || CI === 'false') return isThere
  throw new Error(`${name} is not installed, and these tests must not be skipped here`)
}

function findPostgres(): string | undefined {
  const versions = existsSync(POSTGRES_FOLDERS) ? readdirSync(POSTGRES_FOLDERS) : []
  const folders = versions.map((version) => join(POSTGRES_FOLDERS, version, 'bin'))
  const all = [...folders, ...(process.env['PATH'] ?? '').split(':')]
  return all.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('there is no port')
  return address.port
}

async function until(answers: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      await answers()
      return
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(50)
    }
  }
}

/** A Redis that remembers everything, whatever is done to it. */
export class OwnRedis {
  readonly port: number
  readonly #folder = temporaryFolder()
  #server: ChildProcess | undefined

  private constructor(port: number) {
    this.port = port
  }

  static async create(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort())
    await redis.start()
    return redis
  }

  async start(): Promise<void> {
    const place = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.#folder]
    const memory = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
    this.#server = spawn('redis-server', [...place, ...memory], { stdio: 'ignore' })
    await until(() => this.ask((redis) => redis.ping()))
  }

  /** Without a chance to say goodbye. */
  async stop(): Promise<void> {
    await end(this.#server)
  }

  freeze(): void {
    this.#server?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#server?.kill('SIGCONT')
  }

  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.port, '127.0.0.1', {
      ...{ lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null },
    })
    redis.on('error', () => undefined)
    try {
      await redis.connect()
      return await question(redis)
    } finally {
      redis.disconnect()
    }
  }
}

export class OwnPostgres {
  readonly url: string
  readonly port: number
  readonly #folder: string
  #server: ChildProcess | undefined

  private constructor(port: number, folder: string) {
    this.port = port
    this.#folder = folder
    this.url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  }

  static async create(): Promise<OwnPostgres> {
    const outer = temporaryFolder()
    const folder = join(outer, 'data')
    mkdirSync(folder)
    if (process.getuid?.() === 0) {
      const { stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' })
      chmodSync(outer, 0o711)
      chownSync(folder, Number(stdout), 0)
    }
    const made = await run(['initdb', '-D', folder, '-U', 'postgres', '-A', 'trust', '--no-sync'])
    if (made !== 0) throw new Error(`initdb ended with ${made}`)
    const postgres = new OwnPostgres(await freePort(), folder)
    await postgres.start()
    return postgres
  }

  async start(): Promise<void> {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'shared_buffers=16MB',
    ]
    const given = settings.flatMap((setting) => ['-c', setting])
    this.#server = asPostgres(['postgres', '-D', this.#folder, '-p', String(this.port), ...given])
    await until(() => this.ask('SELECT 1'))
  }

  /** Ends every connection at once, as a crash does. */
  async stop(): Promise<void> {
    const gone = this.#server && once(this.#server, 'exit')
    await run(['pg_ctl', '-D', this.#folder, '-m', 'immediate', '-W', 'stop'])
    await gone
  }

  /** Freezes those that serve clients; `thaw` lets the same go on. */
  async freeze(): Promise<() => void> {
    const rows = await this.ask(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    const pids = rows.map((row) => Number(Reflect.get(row, 'pid')))
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT')
    }
  }

  async ask(text: string): Promise<readonly object[]> {
    const client = new Client({
      ...{ connectionString: this.url, connectionTimeoutMillis: 2000 },
      // Whatever everybody else may not.
      options: '-c default_transaction_read_only=off',
    })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
}

// PostgreSQL refuses to run as root.
function asPostgres([command = '', ...args]: readonly string[]): ChildProcess {
  const path = join(postgresBin ?? '', command)
  const isRoot = process.getuid?.() === 0
  const [program, given] = isRoot
    ? ['runuser', ['-u', 'postgres', '--', path, ...args]]
    : [path, args]
  return spawn(program, given, { stdio: 'ignore', cwd: '/' })
}

async function run(command: readonly string[]): Promise<number | null> {
  const [code] = await once(asPostgres(command), 'exit')
  return code
}

async function end(server: ChildProcess | undefined): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
}
