/** Which scheme the consumer's secrets choose, and what is refused when a receiver is created. */
import { expect, test, vi } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Scheme } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { chooseSchemes } from '../../templates/runtime/scheme-choice.js'
import { acme, hmacScheme } from './acme.js'

function scheme(name: string, required: string[], optional: string[] = []): Scheme {
  return {
    ...hmacScheme(name),
    secrets: [
      ...required.map((secret) => ({ name: secret, optional: false })),
      ...optional.map((secret) => ({ name: secret, optional: true })),
    ],
    proof: { ...hmacScheme().proof, prepare: () => undefined },
  }
}

const signature = scheme('signature', ['KEY'])
const basic = scheme('basic', ['username', 'password'])
const bearer = scheme('bearer', ['TOKEN'], ['REALM'])
const network = scheme('network', [])
const open: Scheme = { ...scheme('open', []), unsigned: true }
const all = [signature, basic, bearer, network, open]

const chosen: [name: string, schemes: Scheme[], options: ReceiverOptions, want: string[]][] = [
  ['secret: the first scheme', all, { secret: 'a' }, ['signature']],
  ['secret: the one that is required', [bearer], { secret: 'a' }, ['bearer']],
  ['secret: the only one, though optional', [scheme('x', [], ['KEY'])], { secret: 'a' }, ['x']],
  ['secrets of the first', all, { secrets: { KEY: 'a' } }, ['signature']],
  ['secrets of another', all, { secrets: { username: 'a', password: 'b' } }, ['basic']],
  ['secrets with an optional one', all, { secrets: { TOKEN: 'a', REALM: 'b' } }, ['bearer']],
  ['auth', all, { auth: { basic: { username: 'a', password: 'b' } } }, ['basic']],
  ['auth without secrets', all, { auth: { network: {} } }, ['network']],
  ['nothing, where nothing is needed', [network], {}, ['network']],
  ['no proof, on demand', [open], { acceptUnsigned: true }, ['open']],
  [
    'any of two by auth',
    all,
    { accept: 'any', auth: { bearer: { TOKEN: 'a' }, signature: { KEY: 'b' } } },
    ['bearer', 'signature'],
  ],
  [
    'any of two by secrets',
    all,
    { accept: 'any', secrets: { TOKEN: 'a', KEY: 'b' } },
    ['signature', 'bearer'],
  ],
  ['any, with one', all, { accept: 'any', secret: 'a' }, ['signature']],
]
test.each(chosen)('%s', (_name, schemes, options, want) => {
  const names = chooseSchemes(acme({ schemes }), options).map((choice) => choice.scheme.name)
  expect(names).toEqual(want)
})

const refused: [name: string, schemes: Scheme[], options: ReceiverOptions, message: string][] = [
  [
    'two ways at once',
    all,
    { secret: 'a', secrets: { KEY: 'a' } },
    'give one of secret, secrets and auth, not several',
  ],
  [
    'two schemes at once',
    all,
    { auth: { signature: { KEY: 'a' }, bearer: { TOKEN: 'b' } } },
    "auth names several schemes (signature, bearer): give one, or accept: 'any' as well",
  ],
  [
    'a misspelt scheme',
    all,
    { auth: { signatur: { KEY: 'a' } } },
    'acme has no scheme named "signatur": did you mean signature?',
  ],
  ['no scheme', all, { auth: {} }, 'auth names no scheme: give one with its secrets'],
  [
    'a misspelt secret',
    all,
    { secrets: { KEYS: 'a' } },
    'the scheme has no secret named KEYS: it takes KEY',
  ],
  [
    'a secret too many',
    all,
    { secrets: { KEY: 'a', OTHER: 'b' } },
    'the scheme has no secret named OTHER: it takes KEY',
  ],
  [
    'the short form for two secrets',
    [basic],
    { secret: 'a' },
    'the scheme basic has several secrets: give secrets: { username, password }',
  ],
  ['the short form for none', [network], { secret: 'a' }, 'the scheme network takes no secret'],
  [
    'no proof, without being asked',
    [open],
    {},
    'the scheme open proves nothing, so anybody may call: say acceptUnsigned: true if that is meant',
  ],
  [
    'no proof by name',
    all,
    { auth: { open: {} } },
    'the scheme open proves nothing, so anybody may call: say acceptUnsigned: true if that is meant',
  ],
  [
    'auth, one of them undefined',
    all,
    { auth: { signature: undefined, bearer: { TOKEN: 'a' } } },
    'auth.signature is given and empty: leave it out, or give it a value; is an environment variable unset?',
  ],
]
test.each(refused)('%s is a TypeError', (_name, schemes, options, message) => {
  expect(() => createReceiverFrom(acme({ schemes }), options)).toThrow(new TypeError(message))
})

const unset = 'is an environment variable unset?'
const invalid: [name: string, schemes: Scheme[], options: ReceiverOptions, message: string][] = [
  [
    'no secret',
    all,
    {},
    `the scheme signature needs KEY: create the receiver with { secret: … }; ${unset}`,
  ],
  [
    'an unset variable',
    all,
    { secret: undefined },
    `the scheme signature needs KEY: create the receiver with { secret: … }; ${unset}`,
  ],
  [
    'no secrets',
    [basic],
    {},
    `the scheme basic needs username, password: create the receiver with { secrets: { username, password } }; ${unset}`,
  ],
  ['an empty secret', all, { secret: '' }, 'the secret KEY is empty'],
  [
    'an empty list of names, which must not fall back to a scheme without secrets',
    all,
    { secrets: {} },
    'the secret KEY is missing: give it a value',
  ],
  [
    'an unset variable in secrets',
    all,
    { secrets: { TOKEN: undefined } },
    'the secret TOKEN is missing: give it a value',
  ],
  [
    'half of the secrets',
    all,
    { secrets: { username: 'a' } },
    'the secret password is missing: give it a value',
  ],
  [
    'half of the secrets of a named scheme',
    all,
    { auth: { basic: { username: 'a' } } },
    'the secret password is missing: give it a value',
  ],
]
test.each(invalid)('%s is an invalid secret', (_name, schemes, options, message) => {
  expect(() => createReceiverFrom(acme({ schemes }), options)).toThrow(
    expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
  )
})

test('static secrets are prepared when the receiver is created, functions are not', () => {
  const prepare = vi.fn()
  const watched = { ...signature, proof: { ...signature.proof, prepare } }
  createReceiverFrom(acme({ schemes: [watched] }), { secret: () => 'a' })
  expect(prepare).not.toHaveBeenCalled()
  createReceiverFrom(acme({ schemes: [watched] }), { secret: 'a' })
  expect(prepare.mock.calls[0]?.[0].get('KEY')).toEqual([{ id: 'KEY', value: 'a' }])
})
