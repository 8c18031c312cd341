/** `hookwright presets`: the list, one preset, and a name that is none. */
import { expect, test } from 'vitest'
import { parseArguments } from '../../../generator/cli/arguments.js'
import { main } from '../../../generator/cli/main.js'
import { presetNames, readPreset } from '../../../generator/presets/presets.js'

async function run(...args: string[]) {
  const said = { out: '', err: '' }
  const code = await main(args, {
    isInteractive: false,
    hasColour: false,
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

test.each([
  [['presets'], { kind: 'presets', json: false }],
  [['presets', '--json'], { kind: 'presets', json: true }],
  [['presets', 'show', 'github'], { kind: 'preset', name: 'github' }],
])('%j is understood', (args, want) => {
  expect(parseArguments(args, '1.2.3')).toEqual(want)
})

test('the list has a line for each preset, and the counts', async () => {
  const { code, out, err } = await run('presets')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const lines = out.trimEnd().split('\n')
  expect(lines).toHaveLength(presetNames().length + 1)
  expect(out).toMatch(/^github +GitHub +signature hmac-sha256 +proven +2026-11$/m)
  expect(out).toMatch(/^gogs +Gogs +signature hmac-sha256 +unproven +2026-11$/m)
  expect(lines.at(-1)).toMatch(/^\d+ presets: \d+ proven by recorded deliveries, \d+ not$/)
})

test('the list as JSON is one object', async () => {
  const { code, out } = await run('presets', '--json')
  expect(code).toBe(0)
  const { presets } = JSON.parse(out)
  expect(presets).toHaveLength(presetNames().length)
  expect(presets).toContainEqual({
    name: 'github',
    title: 'GitHub',
    proof: 'signature hmac-sha256',
    proven: true,
    verifiedOn: '2026-11',
  })
})

test('one preset is printed as JSON', async () => {
  const { code, out } = await run('presets', 'show', 'github')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual(readPreset('github'))
})

test.each([
  ['githib', 'there is no preset "githib": did you mean "github"?'],
  ['zzzzzzzzzzzz', 'there is no preset "zzzzzzzzzzzz": "hookwright presets" lists them'],
])('%s is wrong usage', async (name, message) => {
  const { code, out, err } = await run('presets', 'show', name)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`ERR_USAGE ${message}\n`)
})

test('show needs a name', async () => {
  const { code, err } = await run('presets', 'show')
  expect(code).toBe(2)
  expect(err).toContain("ERR_USAGE missing required argument 'name'")
})
