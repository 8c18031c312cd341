/** Clients of Redis, by shape, and how a script is run through them. */
import { encodeHex, utf8 } from '../bytes.js'
import { digest } from '../crypto.js'

/** A client, or a cluster, of `ioredis`. */
export interface IoRedisClient {
  eval(script: string, keys: number, ...keysAndValues: string[]): Promise<unknown>
  evalsha(hash: string, keys: number, ...keysAndValues: string[]): Promise<unknown>
}

/** A client, pool or cluster of `redis`, version 4 or later. */
export interface NodeRedisClient {
  eval(script: string, options: ScriptOptions): Promise<unknown>
  evalSha(hash: string, options: ScriptOptions): Promise<unknown>
}

export interface ScriptOptions {
  keys: string[]
  arguments: string[]
}

export type RedisClient = IoRedisClient | NodeRedisClient

/** Runs a script on one key: a cluster knows where it has to go. */
export type RunScript = (
  script: string,
  key: string,
  values: readonly (string | number)[],
) => Promise<unknown>

/** @throws {TypeError} where the client is neither of the two */
export function scriptRunner(client: RedisClient, owner: string): RunScript {
  const [byText, byHash] = evaluators(client, owner)
  const hashes = new Map<string, Promise<string>>()
  const hashOf = (script: string) => {
    const known = hashes.get(script)
    if (known !== undefined) return known
    const hash = hashScript(script)
    hashes.set(script, hash)
    return hash
  }
  return async (script, key, values) => {
    const texts = values.map(String)
    try {
      return await byHash(await hashOf(script), key, texts)
    } catch (error) {
      // A server that was restarted, or took over, knows no scripts; nothing was run.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return byText(script, key, texts)
    }
  }
}

type Evaluate = (script: string, key: string, values: string[]) => Promise<unknown>

function evaluators(client: RedisClient, owner: string): readonly [text: Evaluate, hash: Evaluate] {
  if (typeof client?.eval === 'function') {
    if ('evalsha' in client && typeof client.evalsha === 'function') {
      return [
        (script, key, values) => client.eval(script, 1, key, ...values),
        (hash, key, values) => client.evalsha(hash, 1, key, ...values),
      ]
    }
    if ('evalSha' in client && typeof client.evalSha === 'function') {
      return [
        (script, key, values) => client.eval(script, { keys: [key], arguments: values }),
        (hash, key, values) => client.evalSha(hash, { keys: [key], arguments: values }),
      ]
    }
  }
  throw new TypeError(`${owner} takes a client of ioredis, or of redis from version 4 on`)
}

// The name that Redis has for a script is the SHA-1 of its text.
async function hashScript(script: string): Promise<string> {
  return encodeHex(await digest('SHA-1', [utf8(script)]))
}
