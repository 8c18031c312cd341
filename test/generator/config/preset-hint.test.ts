/** A provider named where a proof stands: the hint spells the preset out. */
import { expect, test } from 'vitest'
import { loadConfig } from '../../../generator/config/load.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

async function hints(config: object) {
  const root = writeFiles(temporaryFolder(), { 'webhooks.json': config })
  const diagnostics = new Diagnostics()
  const folder = { name: 'acme', root, shown: 'acme', configFile: 'webhooks.json' }
  const { isValid } = await loadConfig(folder, diagnostics)
  expect(isValid).toBe(false)
  return diagnostics.list.flatMap(({ hint }) => hint ?? [])
}

const cases: [auth: unknown, hint: string][] = [
  ['github', 'write "auth": { "preset": "github" }'],
  ['GitHub', 'write "auth": { "preset": "github" }'],
  ['gihub', 'write "auth": { "preset": "github" }'],
  [{ type: 'stripe' }, 'write "auth": { "preset": "stripe" }'],
  [{ provider: 'stripe' }, 'write "auth": { "preset": "stripe" }'],
  [{ stripe: {} }, 'write "auth": { "preset": "stripe" }'],
  [{ preset: 'gihub' }, 'did you mean "github"?'],
  [{ preset: 'sns' }, 'did you mean "aws-sns"?'],
  [{ preset: 'nobody-knows-this' }, 'hookwright presets lists them'],
  ['bearer', 'write "auth": { "type": "bearer" }'],
  [{ type: 'baerer' }, 'did you mean "bearer"?'],
  [
    { schemes: { a: { type: 'stripe' } } },
    'a preset stands alone, and not among schemes: "auth": { "preset": "stripe" }',
  ],
  [
    { schemes: { a: { preset: 'stripe' } } },
    'a preset stands alone, and not among schemes: "auth": { "preset": "stripe" }',
  ],
]
test.each(cases)('auth %j', async (auth, hint) => {
  expect(await hints({ auth })).toEqual([hint])
})

test('a preset beside auth', async () => {
  expect(await hints({ auth: { type: 'bearer' }, preset: 'github' })).toEqual([
    'write "auth": { "preset": "github" }',
  ])
})
