/** A config behind a symbolic link: taken where it leads to a file of the folder, an error elsewhere. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../generator/config/load.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { findProviders } from '../../../generator/load/find-providers.js'
import { type Content, makeFolder } from './folder.js'

const config = { title: 'Linked', auth: { type: 'standardWebhooks' } }

async function load(files: Readonly<Record<string, Content>>) {
  const diagnostics = new Diagnostics()
  const root = join(makeFolder({ ...files, 'acme/events/a.json': {} }), 'acme')
  const [provider] = findProviders(root, 'acme', diagnostics)
  if (provider === undefined) throw new Error('no provider was found')
  const loaded = await loadConfig(provider, diagnostics)
  const errors = diagnostics.list.filter(({ severity }) => severity === 'error')
  return { title: loaded.config?.value['title'], codes: errors.map(({ code }) => code) }
}

test.each(['webhooks.json', 'webhooks.yaml'])(
  '%s that leaves the folder is an error',
  async (name) => {
    const link = { link: '../elsewhere.json' }
    expect(await load({ 'elsewhere.json': config, [`acme/${name}`]: link })).toEqual({
      title: undefined,
      codes: ['ERR_FILE_OUTSIDE'],
    })
  },
)

test('one that leads to a file of the folder is taken', async () => {
  const files = {
    'acme/config/own.json': config,
    'acme/webhooks.json': { link: 'config/own.json' },
  }
  expect(await load(files)).toEqual({ title: 'Linked', codes: [] })
})
