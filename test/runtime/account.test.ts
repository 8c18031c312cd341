/** Accounts: what was signed for somebody else is refused, and so is what names nobody. */
import { expect, test, vi } from 'vitest'
import type { Delivery } from '../../templates/runtime/delivery.js'
import type { AccountRule } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, deliver, handshake, paid, SECRET, silent } from './acme.js'

const eventAccount = (delivery: Delivery) => delivery.headers.get('x-account')

/** `undefined` is no rule at all. */
function create(account: AccountRule | undefined, more: Parameters<typeof acme>[0] = {}) {
  const provider = acme({ eventAccount, ...more })
  const receiver = createReceiverFrom<AcmeEvents>(provider, {
    secret: SECRET,
    logger: silent,
    ...(account !== undefined && { account }),
  })
  const handler = vi.fn()
  receiver.onAny(handler)
  return { ...receiver, handler }
}

const ours = deliver(paid, { 'x-account': 'acct_1' })

const taken: [name: string, rule: AccountRule | undefined][] = [
  ['the account', 'acct_1'],
  ['one of a list', ['acct_0', 'acct_1']],
  ['a judgement', (account) => account === 'acct_1'],
  ['a judgement that takes its time', async (account) => account === 'acct_1'],
  ['nobody asks', undefined],
]
test.each(taken)('an event for us is taken: %s', async (_name, rule) => {
  const { receive, handler } = create(rule)
  expect((await receive(ours)).outcome).toBe('handled')
  expect(handler).toHaveBeenCalledOnce()
})

const refused: [
  name: string,
  rule: AccountRule,
  headers: Record<string, string>,
  message: string,
][] = [
  [
    'another account',
    'acct_2',
    { 'x-account': 'acct_1' },
    'the delivery is meant for another account',
  ],
  [
    'a prefix of ours',
    'acct_10',
    { 'x-account': 'acct_1' },
    'the delivery is meant for another account',
  ],
  [
    'none of a list',
    ['a', 'b'],
    { 'x-account': 'acct_1' },
    'the delivery is meant for another account',
  ],
  ['no account', 'acct_1', {}, 'the delivery names no account'],
  [
    'a judgement against it',
    () => false,
    { 'x-account': 'a' },
    'the delivery is meant for another account',
  ],
]
test.each(refused)('a genuine event is refused: %s', async (_name, rule, headers, message) => {
  const { receive, unwrap, handler } = create(rule)
  const delivery = deliver(paid, headers)
  expect(await receive(delivery)).toMatchObject({
    outcome: 'rejected',
    response: { status: 401, body: '{"ok":false,"error":"unauthorized"}' },
    error: { code: 'ERR_ACCOUNT', message },
  })
  await expect(unwrap(delivery)).rejects.toMatchObject({ code: 'ERR_ACCOUNT', message })
  expect(handler).not.toHaveBeenCalled()
})

test('a forged event is no more than forged, whomever it names', async () => {
  const judge = vi.fn(() => true)
  const { receive } = create(judge)
  const forged = { ...ours, headers: { 'x-signature': 'ab', 'x-account': 'acct_1' } }
  expect(await receive(forged)).toMatchObject({ error: { code: 'ERR_PROOF_INVALID' } })
  expect(judge).not.toHaveBeenCalled()
})

test('a signed handshake may name no account, and not another one', async () => {
  const { receive } = create('acct_1', { handshakes: [handshake({ verify: 'auth' })] })
  const hello = (headers: Record<string, string>) => deliver(paid, { 'x-hello': '1', ...headers })
  expect((await receive(hello({}))).outcome).toBe('handshake')
  expect(await receive(hello({ 'x-account': 'acct_2' }))).toMatchObject({
    error: { code: 'ERR_ACCOUNT' },
  })
})

test('a signed handshake that does something must name the account', async () => {
  const step = vi.fn(async () => undefined)
  const { receive } = create('acct_1', {
    handshakes: [handshake({ verify: 'auth', steps: [step] })],
  })
  expect(await receive(deliver(paid, { 'x-hello': '1' }))).toMatchObject({
    error: { code: 'ERR_ACCOUNT' },
  })
  expect(step).not.toHaveBeenCalled()
})

test.each(['none', 'body'])(
  'an unsigned handshake asks for the account first: %s',
  async (named) => {
    const step = vi.fn(async () => undefined)
    const judge = vi.fn((account: string) => account === 'acct_1')
    const { receive } = create(judge, {
      handshakes: [handshake(named === 'body' ? { steps: [step] } : {})],
    })
    const hello = (headers: Record<string, string>) =>
      receive({ method: 'POST', headers: { 'x-hello': '1', ...headers }, body: '{}' })
    expect(await hello({ 'x-account': 'acct_2' })).toMatchObject({
      outcome: 'rejected',
      response: { status: 401 },
      error: { code: 'ERR_ACCOUNT' },
    })
    expect(step).not.toHaveBeenCalled()
    expect((await hello({ 'x-account': 'acct_1' })).outcome).toBe('handshake')
    expect((await hello({})).outcome).toBe('handshake')
  },
)

test('a handshake whose body is no event names no account', async () => {
  const { receive } = create('acct_1', {
    eventAccount: (delivery) => {
      delivery.json()
      return 'acct_2'
    },
    handshakes: [handshake({ stage: 'head' })],
  })
  const head = { method: 'POST', headers: { 'x-hello': '1' }, body: '' }
  expect((await receive(head)).outcome).toBe('handshake')
})

test('an account that is empty is none', async () => {
  const judge = vi.fn(() => true)
  const { receive } = create(judge, { eventAccount: () => '' })
  expect(await receive(ours)).toMatchObject({ error: { code: 'ERR_ACCOUNT' } })
  expect(judge).not.toHaveBeenCalled()
})

test('where customers share a key, a receiver without an account does not start', () => {
  const sender = { sharedKey: 'the ARN of your topic' }
  expect(() => create(undefined, { sender })).toThrow(
    /^acme signs for all of its customers .* createReceiver\(\{ account \}\) the ARN of your topic$/,
  )
  expect(() => create('acct_1', { sender })).not.toThrow()
})

const nonsense: [name: string, rule: AccountRule][] = [
  ['empty text', ''],
  ['an empty list', []],
  ['a list with an empty text', ['acct_1', '']],
]
test.each(nonsense)('%s is no account', (_name, rule) => {
  expect(() => create(rule)).toThrow(
    /^createReceiver options\.account is given and empty: .*is an environment variable unset\?$/,
  )
})

test('an account cannot be demanded of a provider that names none', () => {
  expect(() => createReceiverFrom(acme(), { secret: SECRET, account: 'a' })).toThrow(
    new TypeError('acme does not say which account a delivery is meant for'),
  )
})
