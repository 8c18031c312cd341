/** Options that are misspelt, or guard something and are empty, are found when a receiver is created. */
import { expect, test } from 'vitest'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { acme, hmacScheme, SECRET, silent } from './acme.js'

const whole = { eventAccount: () => 'a' }

function create(options: object, secret: object = { secret: SECRET }) {
  return () => createReceiverFrom(acme(whole), { ...secret, logger: silent, ...options })
}

const EMPTY = [undefined, null, '', ' ', [], [''], [undefined], ['a', ''], ['a', undefined]]
const guards = [
  'account',
  'tenant',
  'secrets',
  'auth',
  'custom',
  'publicUrl',
  'secretStore',
  'trustedProxies',
  'idempotency',
  'envelope',
  'deadLetters',
]
test.each(guards.flatMap((name) => EMPTY.map((value) => [name, value] as const)))(
  'the guard %s that is %j is no guard, and refused',
  (name, value) => {
    const isOther = name === 'secrets' || name === 'auth'
    const make = create({ [name]: value }, isOther ? {} : undefined)
    expect(make).toThrow(TypeError)
    expect(make).toThrow(new RegExp(`${name}.*is an environment variable unset\\?`))
  },
)

test('a guard that a class gives and that is empty is refused', () => {
  class Options {
    readonly secret = SECRET
    get tenant() {
      return undefined
    }
  }
  expect(() => createReceiverFrom(acme(), new Options())).toThrow(
    'createReceiver options.tenant is given and empty',
  )
})

test('a secret that is given and empty is refused even where none is needed', () => {
  const scheme = { ...hmacScheme(), secrets: [{ name: 'KEY', optional: true }] }
  const receiver = (options: object) => () =>
    createReceiverFrom(acme({ schemes: [scheme] }), { logger: silent, ...options })
  expect(receiver({})).not.toThrow()
  for (const options of [
    { secret: undefined },
    { secret: null },
    { secrets: { KEY: undefined } },
    { auth: { signature: { KEY: undefined } } },
  ]) {
    expect(receiver(options)).toThrow('is an environment variable unset?')
  }
})

const misspelt: [name: string, options: object, message: string][] = [
  [
    'acount',
    { acount: 'a' },
    'createReceiver options.acount does not exist: did you mean account?',
  ],
  ['tennant', { tennant: () => 'a' }, 'did you mean tenant?'],
  ['idempotencyy', { idempotencyy: {} }, 'did you mean idempotency?'],
  [
    'limits',
    { limits: { bodyByte: 1 } },
    'limits.bodyByte does not exist: did you mean bodyBytes?',
  ],
  [
    'envelope',
    { envelope: { kee: 'k'.repeat(32) } },
    'envelope.kee does not exist: did you mean key?',
  ],
  [
    'idempotency',
    { idempotency: { store: memoryStore(), keepSecond: 1 } },
    'idempotency.keepSecond does not exist: did you mean keepSeconds?',
  ],
  [
    'respond',
    { respond: { handld: { status: 200 } } },
    'respond.handld does not exist: did you mean handled?',
  ],
  ['respond.handled', { respond: { handled: { status: 200, bdy: '' } } }, 'did you mean body?'],
  ['a function', { clock: 5 }, 'the option clock must be a function'],
  ['custom', { custom: { mine: undefined } }, 'custom.mine must be a function'],
]
test.each(misspelt)('%s', (_name, options, message) => {
  expect(create(options)).toThrow(TypeError)
  expect(create(options)).toThrow(message)
})

test.each([
  'logger',
  'clock',
  'hooks',
  'validation',
  'limits',
  'fetch',
  'deadlineSeconds',
  'queue',
])('%s guards nothing, and may be undefined', (name) => {
  expect(create({ [name]: undefined })).not.toThrow()
})

test('options of stores, of handlers and of closing are known as well', async () => {
  // Sound: the types forbid these names, and JavaScript does not.
  expect(() => memoryStore({ maximun: 1 } as object)).toThrow('did you mean maximum?')
  expect(() => memorySecretStore({ pendingSecond: 1 } as object)).toThrow('pendingSeconds?')
  const receiver = create({})()
  expect(() => receiver.onAny(() => undefined, { onc: true } as object)).toThrow(
    'did you mean once?',
  )
  await expect(receiver.close({ timeout: 1 } as object)).rejects.toThrow('timeoutSeconds')
})
