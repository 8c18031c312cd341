/** The policy of message signatures: what is accepted, and the one reason why anything else is not. */
import { expect, test } from 'vitest'
import { type HttpSignatureRule, httpSignature } from '../../../templates/runtime/auth/httpsig.js'
import { SecretInvalid } from '../../../templates/runtime/errors.js'
import { hmac, judge, signed } from './message-signatures.js'

const ACCEPTED = 'accepted by KEY'
const NO_SECRET = 'ERR_PROOF_INVALID no secret made this message signature'
const AMBIGUOUS = 'ERR_PROOF_INVALID several message signatures could be meant'

const ofMethod = (params: string) => signed(['"@method": POST'], `("@method")${params}`)
const pair = (name: string, ...values: string[]): [string, string][] =>
  values.map((value) => [name, value])

test('a signature over the method is accepted', async () => {
  expect(await judge(ofMethod(''))).toBe(ACCEPTED)
})

test.each(['signature', 'signature-input'])('without %s there is no proof', async (name) => {
  const headers = ofMethod('').filter(([header]) => header !== name)
  expect(await judge(headers)).toBe('not present')
})

const wrong: [name: string, headers: [string, string][], want: string][] = [
  ['another base', signed(['"@method": PUT'], '("@method")'), NO_SECRET],
  [
    'a component twice',
    signed(['"@method": POST', '"@method": POST'], '("@method" "@method")'),
    'ERR_PROOF_INVALID the message signature is refused: component 2 of it is there twice',
  ],
  [
    'an absent header',
    signed(['"x-absent": '], '("x-absent")'),
    'ERR_PROOF_INVALID the message signature is refused: component 1 of it is absent, ambiguous or not supported',
  ],
  [
    'a component without a name',
    signed(['method: POST'], '(method)'),
    'ERR_PROOF_INVALID the message signature is refused: component 1 of it has no name',
  ],
  [
    'the signature parameters themselves',
    signed(['"@signature-params": x'], '("@signature-params")'),
    'ERR_PROOF_INVALID the message signature is refused: component 1 of it is absent, ambiguous or not supported',
  ],
  [
    'more components than anybody needs',
    signed([], `(${Array.from({ length: 65 }, (_, index) => `"x-${index}"`).join(' ')})`),
    'ERR_PROOF_INVALID the message signature is refused: it covers too many components',
  ],
  [
    'an input that is no inner list',
    signed([], '"@method"'),
    'ERR_PROOF_INVALID Signature-Input and Signature do not belong together',
  ],
  [
    'a signature under another label',
    [
      ['signature-input', 'a=("@method")'],
      ['signature', 'b=:AAAA:'],
    ],
    'ERR_PROOF_INVALID Signature-Input and Signature do not belong together',
  ],
  [
    'a signature that is a text',
    [
      ['signature-input', 'a=("@method")'],
      ['signature', 'a="AAAA"'],
    ],
    'ERR_PROOF_INVALID Signature-Input and Signature do not belong together',
  ],
  [
    'a malformed input',
    [
      ['signature-input', 'a=("@method"'],
      ['signature', 'a=:AAAA:'],
    ],
    'ERR_PROOF_INVALID Signature-Input or Signature is malformed',
  ],
  [
    'a label twice in one header',
    [
      ['signature-input', 'a=(), a=("@method")'],
      ['signature', 'a=:AAAA:'],
    ],
    'ERR_PROOF_INVALID Signature-Input or Signature is malformed',
  ],
  [
    'a label twice in two headers',
    [...pair('signature-input', 'a=()', 'a=()'), ['signature', 'a=:AAAA:']],
    'ERR_PROOF_INVALID Signature-Input or Signature is malformed',
  ],
]

test.each(wrong)('refused: %s', async (_name, headers, want) => {
  expect(await judge(headers)).toBe(want)
})

const two = (): [string, string][] => [
  ...signed(['"@method": POST'], '("@method");tag="app"', 'one'),
  ...signed([], '();tag="proxy"', 'two'),
]

const labels: [name: string, rule: Partial<HttpSignatureRule>, want: string][] = [
  ['no rule says which', {}, AMBIGUOUS],
  ['the label says which', { label: 'one' }, ACCEPTED],
  ['the tag says which', { tag: 'app' }, ACCEPTED],
  [
    'label and tag contradict each other',
    { label: 'one', tag: 'proxy' },
    'ERR_PROOF_MISSING the delivery carries no message signature',
  ],
  [
    'neither has the tag',
    { tag: 'other' },
    'ERR_PROOF_MISSING the delivery carries no message signature',
  ],
  [
    'the other one does not cover what it should',
    { tag: 'proxy', require: ['"@method"'] },
    'ERR_PROOF_INVALID the message signature does not cover "@method"',
  ],
]

test.each(labels)('of two signatures: %s', async (_name, rule, want) => {
  expect(await judge(two(), rule)).toBe(want)
})

test('two signatures with the tag that counts are ambiguous', async () => {
  const headers = [...ofMethod(';tag="app"'), ...signed([], '();tag="app"', 'two')]
  expect(await judge(headers, { tag: 'app' })).toBe(AMBIGUOUS)
})

const algorithms: [name: string, parameter: string, want: string][] = [
  ['the one that is configured', ';alg="hmac-sha256"', ACCEPTED],
  ['one that is not', ';alg="ed25519"', NO_SECRET],
  ['none', ';alg="none"', NO_SECRET],
  ['as a token', ';alg=hmac-sha256', NO_SECRET],
  ['the name of a member of every object', ';alg="constructor"', NO_SECRET],
]

test.each(algorithms)(
  'mistake 20: the sender names an algorithm: %s',
  async (_name, params, want) => {
    expect(await judge(ofMethod(params))).toBe(want)
  },
)

test('of several algorithms the one that the key fits is used', async () => {
  const misfit = {
    prepare: () => {
      throw new SecretInvalid('the key is of another kind')
    },
    match: () => {
      throw new SecretInvalid('the key is of another kind')
    },
  }
  const both = new Map([
    ['ed25519', misfit],
    ['hmac-sha256', hmac],
  ])
  expect(await judge(ofMethod(''), { algorithms: both })).toBe(ACCEPTED)
  const one = httpSignature({
    algorithms: new Map([['ed25519', misfit]]),
    require: [],
    digest: false,
    expires: false,
    nonce: false,
  })
  expect(() => one.prepare({ get: () => [] })).toThrow('the key is of another kind')
})
