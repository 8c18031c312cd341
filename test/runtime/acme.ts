/** A provider for tests: an HMAC in one header, the event's name and id in the body. */
import { createHmac } from 'node:crypto'
import { decodeHex } from '../../templates/runtime/bytes.js'
import { equalBytes, hmac, importHmacKey } from '../../templates/runtime/crypto.js'
import type { Delivery } from '../../templates/runtime/delivery.js'
import type { BodyInput, DeliveryInput } from '../../templates/runtime/delivery-input.js'
import type { Proof, Verdict } from '../../templates/runtime/proof.js'
import type { Handshake, Provider, Scheme } from '../../templates/runtime/provider.js'
import type { SecretSet } from '../../templates/runtime/secrets.js'
import type { EventModule } from '../../templates/runtime/validation.js'

export const SECRET = 'acme-secret'

/** The payloads that Acme sends. */
export type AcmeEvents = {
  'invoice.paid': { type: 'invoice.paid'; id: string; amount: number }
  'invoice.voided': { type: 'invoice.voided'; id: string }
  ping: { type: 'ping' }
}

export type AcmeGroups = { 'invoice.*': 'invoice.paid' | 'invoice.voided' }

/** An HMAC-SHA256 over the body, in hexadecimal, in the header `x-signature`. */
export function hmacProof(secretName = 'KEY', header = 'x-signature'): Proof {
  const keysOf = (secrets: SecretSet) =>
    secrets.get(secretName).map(({ id, value }) => ({
      id,
      key: importHmacKey('SHA-256', typeof value === 'string' ? Buffer.from(value) : value),
    }))
  return {
    present: (head) => head.headers.values(header).length > 0,
    prepare: (secrets) => void keysOf(secrets),
    verify: async (delivery, { secrets }): Promise<Verdict> => {
      const given = decodeHex(delivery.headers.get(header) ?? '')
      for (const { id, key } of keysOf(secrets)) {
        const mac = await hmac(key, [delivery.body])
        if (given !== undefined && equalBytes(given, mac)) return { accepted: true, secretId: id }
      }
      return { accepted: false, code: 'ERR_PROOF_INVALID', reason: 'no secret matches' }
    },
  }
}

export function hmacScheme(name = 'signature', secretName = 'KEY', header?: string): Scheme {
  return {
    name,
    secrets: [{ name: secretName, optional: false }],
    proof: hmacProof(secretName, header),
    coverage: { body: true, timestamp: false, type: true, id: true },
    needsUrl: false,
  }
}

/** A validator that needs the field to be a number. */
export function numberField(field: string): EventModule {
  return {
    check: () => (value) => typeof read(value, field) === 'number',
    explain: async () => () => ({
      issues: [{ pointer: `/${field}`, keyword: 'type', message: 'must be a number' }],
      count: 1,
    }),
  }
}

export const anything: EventModule = {
  check: () => () => true,
  explain: async () => () => ({ issues: [], count: 0 }),
}

export function acme(overrides: Partial<Provider> = {}): Provider {
  return {
    name: 'acme',
    methods: ['POST'],
    contentTypes: ['application/json', '+json', ''],
    schemes: [hmacScheme()],
    handshakes: [],
    eventName: (delivery) => text(read(delivery.json(), 'type')),
    eventId: (delivery) => text(read(delivery.json(), 'id')),
    payload: (delivery) => delivery.json(),
    events: new Map([
      ['invoice.paid', numberField('amount')],
      ['invoice.voided', anything],
      ['ping', anything],
    ]),
    groups: new Map([['invoice.*', ['invoice.paid', 'invoice.voided']]]),
    validation: 'strict',
    sender: { retries: true },
    ...overrides,
  }
}

export function handshake(overrides: Partial<Handshake>): Handshake {
  return {
    name: 'hello',
    method: 'POST',
    stage: 'body',
    verify: 'none',
    match: (delivery: Delivery) => delivery.headers.get('x-hello') !== undefined,
    guard: undefined,
    respond: () => ({ status: 200, headers: { 'x-hello': 'yes' }, body: 'hi' }),
    ...overrides,
  }
}

/** A logger for tests that provoke what it would print. */
export const silent = { warn: () => undefined, error: () => undefined }

export const paid = { type: 'invoice.paid', id: 'in_1', amount: 7 }

export function sign(body: string | Uint8Array, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

/** A correctly signed delivery of the value, or of the very bytes or text. */
export function deliver(body: unknown, headers: Record<string, string> = {}): DeliveryInput {
  const content = isRaw(body) ? body : JSON.stringify(body)
  return {
    headers: { 'x-signature': sign(content), ...headers },
    body: content satisfies BodyInput,
  }
}

/** The same as a request. */
export function post(body: unknown, headers: Record<string, string> = {}): Request {
  const content = isRaw(body) ? body : JSON.stringify(body)
  return new Request('https://acme.test/hook', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': sign(content), ...headers },
    body: content,
  })
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array
}

function read(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined
  return Reflect.get(value, field)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
