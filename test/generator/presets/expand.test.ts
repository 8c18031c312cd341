/** Configs with a preset: what it brings, what wins over it, and what happens with an unknown one. */
import { expect, test } from 'vitest'
import { loadConfig } from '../../../generator/config/load.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { readPreset } from '../../../generator/presets/presets.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

async function load(text: string) {
  const root = writeFiles(temporaryFolder(), { 'webhooks.json': text })
  const diagnostics = new Diagnostics()
  const folder = { name: 'acme', root, shown: 'schemas/acme', configFile: 'webhooks.json' }
  const { config, isValid } = await loadConfig(folder, diagnostics)
  return { config, isValid, list: diagnostics.list }
}

const github = readPreset('github')?.config

test('a preset brings its title, proof, event sources and sender', async () => {
  const { config, isValid, list } = await load('{"auth":{"preset":"github"}}')
  expect({ isValid, list }).toEqual({ isValid: true, list: [] })
  expect(config?.value).toEqual({ title: 'GitHub', validation: 'report', ...github })
})

test.each([
  ['validation', { validation: 'strict' }, { validation: 'strict' }],
  ['a title', { title: 'Ours' }, { title: 'Ours' }],
  [
    'one of the event sources',
    { events: { id: '{header:x-id}', separator: '_' } },
    {
      events: { type: '{header:X-GitHub-Event}', id: '{header:x-id}', separator: '_' },
    },
  ],
  ['the sender', { sender: { retries: true } }, { sender: { deadlineSeconds: 10, retries: true } }],
  ['handshakes', { handshakes: [] }, { handshakes: [] }],
])('the config wins over the preset: %s', async (_name, own, want) => {
  const { config } = await load(JSON.stringify({ ...own, auth: { preset: 'github' } }))
  expect(config?.value).toEqual({ title: 'GitHub', validation: 'report', ...github, ...want })
})

test.each([
  ['a whole key', 'slack', { handshakes: null }, 'handshakes'],
  ['the title', 'github', { title: null }, 'title'],
  ['the validation', 'github', { validation: null }, 'validation'],
])('null takes out of the preset: %s', async (_name, preset, own, key) => {
  const { config, isValid, list } = await load(JSON.stringify({ ...own, auth: { preset } }))
  const whole: Record<string, unknown> = {
    title: readPreset(preset)?.title,
    validation: 'report',
    ...readPreset(preset)?.config,
  }
  const { [key]: _gone, ...rest } = whole
  expect({ isValid, list, value: config?.value }).toEqual({ isValid: true, list: [], value: rest })
})

test('null takes one member out of what is merged, and the others stay', async () => {
  const own = { events: { id: null, separator: '_' }, auth: { preset: 'github' } }
  const { config, isValid } = await load(JSON.stringify(own))
  expect(isValid).toBe(true)
  expect(config?.value['events']).toEqual({ type: '{header:X-GitHub-Event}', separator: '_' })
})

test('null is a mistake where the preset has nothing, and without a preset', async () => {
  for (const own of [
    { decrypt: null, auth: { preset: 'github' } },
    { events: { batch: null }, auth: { preset: 'github' } },
    { title: null, auth: { type: 'bearer' } },
  ]) {
    expect(await load(JSON.stringify(own))).toMatchObject({ isValid: false })
  }
})

test('an account that is null says that there is none to check, as ever', async () => {
  const own = { events: { account: null }, auth: { preset: 'circle' } }
  const { config } = await load(JSON.stringify(own))
  expect(config?.value).toMatchObject({ events: { account: null } })
})

test('handshakes of a preset are replaced as a whole', async () => {
  const { config } = await load('{"handshakes":[],"auth":{"preset":"slack"}}')
  expect(config?.value).toMatchObject({ handshakes: [] })
})

test('what came with a preset is pointed at where the preset is named', async () => {
  const { config } = await load('{\n "events": {},\n "auth": {\n  "preset": "github" } }')
  expect(config?.locate('/auth/signature/from')).toMatchObject({ line: 4 })
  expect(config?.locate('/events/type')).toMatchObject({ line: 4 })
  expect(config?.locate('/events')).toMatchObject({ line: 2 })
})

test.each([
  ['githib', 'did you mean "github"?'],
  ['zzzzzzzzzzzz', 'hookwright presets lists them'],
  ['../presets/github', 'hookwright presets lists them'],
])('the unknown preset %j is an error with a hint', async (name, hint) => {
  const { isValid, list } = await load(JSON.stringify({ auth: { preset: name } }))
  expect(isValid).toBe(false)
  expect(list).toMatchObject([
    {
      code: 'ERR_PRESET',
      severity: 'error',
      file: 'schemas/acme/webhooks.json',
      pointer: '#/auth/preset',
      message: `there is no preset ${JSON.stringify(name)}`,
      hint,
    },
  ])
})

test.each([
  ['{"auth":{"preset":"github","type":"basic"}}', '#/auth/type', 'unknown key "type"'],
  ['{"auth":{"preset":1}}', '#/auth/preset', '"preset" must be string'],
])('%s is refused', async (text, pointer, message) => {
  const { isValid, list } = await load(text)
  expect(isValid).toBe(false)
  expect(list).toMatchObject([{ code: 'ERR_CONFIG', pointer, message }])
})
