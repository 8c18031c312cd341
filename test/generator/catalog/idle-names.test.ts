/** What the config says of names and never applies, or applies to too many. */
import { expect, test } from 'vitest'
import { build } from './catalog.js'

const idle = 'WARN_RENAME_IDLE acme/webhooks.json#/events/rename'
const TYPE = { type: '{header:x-event}' }

test('a pattern of events.rename that matches nothing is warned of, with what there is to match', async () => {
  const files = { 'events/gate_shut.json': {}, 'events/gate_left.json': {} }
  const renames = [
    ['^gate_shutt$', 'a'],
    ['_', '.'],
    ['gate_', 'b'],
    ['^gate\\.', 'gate.'],
  ]
  const { list, said } = await build({ ...TYPE, rename: renames }, files)
  const message = (pattern: string) =>
    `the pattern "${pattern}" of "events.rename" matches nothing that the input calls an event`
  expect(said).toEqual([
    `${idle}/0/0 ${message('^gate_shutt$')}`,
    // The one in front of it has left no such text.
    `${idle}/2/0 ${message('gate_')}`,
  ])
  expect(list.find(({ code }) => code === 'WARN_RENAME_IDLE')?.hint).toBe(
    'they are called "gate_left", "gate_shut"',
  )
})

const hook = (description: string) => {
  const schema = { $ref: '#/components/schemas/Report' }
  return { post: { description, requestBody: { content: { 'application/json': { schema } } } } }
}
const api = {
  openapi: '3.1.0',
  info: { title: 'wells', version: '1' },
  webhooks: { dug: hook('1'), dried: hook('2') },
  components: { schemas: { Report: { type: 'object' } } },
}

test('one name for a schema that several webhooks share is warned of', async () => {
  const shared = 'api.json#/components/schemas/Report'
  const { list, said } = await build({ ...TYPE, names: { [shared]: 'dug' } }, { 'api.json': api })
  expect(said).toEqual([
    'WARN_EVENT_NAMES_SHARED acme/webhooks.json#/events/names/api.json#~1components~1schemas~1Report 2 events share this schema, and "events.names" gives them one name: "dug", "dried"',
  ])
  const hint = list.find(({ code }) => code === 'WARN_EVENT_NAMES_SHARED')?.hint ?? ''
  const [, place = ''] = /such as "(.*)"$/.exec(hint) ?? []
  const rest = { [place]: 'well.dug' }
  const { catalog } = await build({ ...TYPE, names: rest }, { 'api.json': api })
  expect(catalog.events.map(({ name }) => name)).toEqual(['dried', 'well.dug'])
  expect(
    (await build({ ...TYPE, names: { [shared]: ['a', 'b'] } }, { 'api.json': api })).said,
  ).toEqual([])
})

test('validation that refuses what its sender never sends again is warned of', async () => {
  const at = async (more: Record<string, unknown>) => {
    const { said } = await build(TYPE, { 'events/a.json': {} }, undefined, more)
    return said.map((one) => one.slice(0, one.indexOf(':')))
  }
  for (const validation of ['strict', 'tolerant']) {
    expect(await at({ validation, sender: { retries: false } })).toEqual([
      `WARN_VALIDATION_LOSES acme/webhooks.json#/validation the validation is "${validation}", and the sender never sends an event again`,
    ])
    expect(await at({ validation, sender: { retriesClientErrors: false } })).toHaveLength(1)
    expect(await at({ validation, sender: { retries: true } })).toEqual([])
  }
  for (const validation of ['report', 'off']) {
    expect(await at({ validation, sender: { retries: false } })).toEqual([])
  }
  expect(await at({ sender: { retries: false } })).toEqual([])
})
