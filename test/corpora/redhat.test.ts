/** Red Hat's console: CloudEvents whose schema is chosen by `dataschema`, and whose types it leaves open. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { corpus, deliver, hasCorpora, make, readCorpus } from './corpus.js'

interface Row {
  readonly wire: string
  readonly payload: string
  readonly valid: boolean
}

const FOLDER = 'redhat-console'
const ENVELOPE = 'schemas/events/v1/events.json'

describe.skipIf(!hasCorpora)('Red Hat console (needs HOOKWRIGHT_SHARED)', () => {
  const rows: readonly Row[] = hasCorpora
    ? JSON.parse(readFileSync(corpus(FOLDER, 'VERDICTS.json'), 'utf8'))
    : []
  const files = { schemas: corpus(FOLDER, 'schemas') }

  test('by type: one schema for every type that the config names', async () => {
    const wires = [...new Set(rows.map(({ wire }) => wire))]
    const made = await make('redhat', files, {
      schemas: ENVELOPE,
      id: '{json:/id}',
      names: { [ENVELOPE]: wires },
    })
    expect([...made.sdk.eventNames]).toEqual(wires.sort())
    expect(rows.length).toBe(6)
    for (const { wire, payload, valid } of rows) {
      const sent = await deliver(made, { body: readCorpus(FOLDER, payload) })
      expect(sent).toMatchObject({ status: valid ? 200 : 422, called: valid ? [wire] : [] })
    }
  }, 300_000)

  test('by dataschema: each branch is an event, with all that the envelope demands', async () => {
    const made = await make('redhat-branches', files, {
      schemas: ENVELOPE,
      type: '{json:/dataschema}',
    })
    expect(made.sdk.eventNames).toHaveLength(8)
    for (const { payload, valid } of rows) {
      const sent = JSON.parse(new TextDecoder().decode(readCorpus(FOLDER, payload)))
      const { status, called } = await deliver(made, { body: sent })
      expect({ status, called }).toEqual({ status: valid ? 200 : 422, called: [sent.dataschema] })
      const { redhatorgid: _, ...without } = sent
      expect(await deliver(made, { body: without })).toMatchObject({ status: 422 })
      expect(await deliver(made, { body: { ...sent, data: 7 } })).toMatchObject({ status: 422 })
    }
  }, 300_000)

  test('its AsyncAPI document, which only collects messages, refers to the same schema', async () => {
    const document = { 'asyncapi.yaml': corpus(FOLDER, 'asyncapi.yaml'), ...files }
    const made = await make('redhat-asyncapi', document, { type: '{header:x-event}' })
    expect([...made.sdk.eventNames]).toEqual(['Event'])
    const [first] = rows
    const body = readCorpus(FOLDER, first?.payload ?? '')
    const sent = await deliver(made, { body, headers: { 'x-event': 'Event' } })
    expect(sent).toMatchObject({ status: 200 })
  }, 300_000)
})
