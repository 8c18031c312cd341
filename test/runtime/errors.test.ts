/** Errors are API: codes, statuses, names and the brand. */
import { expect, test, vi } from 'vitest'
import * as errors from '../../templates/runtime/errors.js'

const { isWebhookError, STATUS } = errors

function instances(): errors.AnyWebhookError[] {
  return Object.entries(errors).flatMap(([name, value]) => {
    if (typeof value !== 'function' || name === 'WebhookError' || name === 'isWebhookError')
      return []
    // Sound: what is left are the classes, and all of them take a message and a list.
    const Cause = value as new (message: string, list: readonly never[]) => errors.AnyWebhookError
    return [new Cause('message', [])]
  })
}

test('there is one class per code, and its name is its own', () => {
  expect(
    instances()
      .map(({ code }) => code)
      .sort(),
  ).toEqual(Object.keys(STATUS).sort())
  for (const error of instances()) {
    expect(error.name).toBe(error.constructor.name)
    expect(error.status).toBe(STATUS[error.code])
    expect(isWebhookError(error)).toBe(true)
    expect(error).toBeInstanceOf(errors.WebhookError)
  }
})

test('the error of another copy of the package is recognised', async () => {
  vi.resetModules()
  const copy: typeof errors = await import('../../templates/runtime/errors.js')
  const foreign = new copy.ProofInvalid('no')
  expect(foreign).not.toBeInstanceOf(errors.WebhookError)
  expect(isWebhookError(foreign)).toBe(true)
})

test.each([undefined, null, 'ERR_PROOF_INVALID', new Error('x'), { code: 'ERR_PROOF_INVALID' }])(
  '%j is none of ours',
  (value) => {
    expect(isWebhookError(value)).toBe(false)
  },
)

test('the brand is not enumerable', () => {
  const error = new errors.ProofInvalid('no')
  expect(Object.getOwnPropertySymbols({ ...error })).toEqual([])
})

test('the union narrows by code', () => {
  const error: unknown = new errors.PayloadInvalid('no', [
    { pointer: '', keyword: 'type', message: 'm' },
  ])
  if (!isWebhookError(error) || error.code !== 'ERR_PAYLOAD_INVALID') throw new Error('unreachable')
  expect(error.issues[0]?.keyword).toBe('type')
})
