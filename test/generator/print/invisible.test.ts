/** Characters that nobody sees: one list, and none of them reaches what is generated or printed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { renderDiagnostic } from '../../../generator/cli/render.js'
import { printJson } from '../../../generator/cli/report.js'
import { generate } from '../../../generator/generate.js'
import { hasInvisible, showInvisible } from '../../../generator/print/invisible.js'
import { comment, markdown } from '../../../generator/print/literals.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

/** One of each kind, and those known from attacks. */
const CHARACTERS =
  '\u0007\u007f\u0085\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u3164\ufe00\ufeff\uffa0\ufff9\u{1d173}\u{e0001}\u{e0041}\u{e0100}'
const SEEN = 'é ß 中 😀 ❤\ufe0f'

test.each([...CHARACTERS].map((one) => [one.codePointAt(0)?.toString(16), one]))(
  'U+%s is shown',
  (_name, one) => {
    const text = `a${one}b`
    expect(hasInvisible(text)).toBe(true)
    for (const shown of [showInvisible(text), comment(text), markdown(text)]) {
      expect(hasInvisible(shown)).toBe(false)
    }
    expect(JSON.parse(`"${showInvisible(text)}"`)).toBe(text)
    const diagnostic = { code: 'X', severity: 'error', message: text, file: text } as const
    expect(hasInvisible(renderDiagnostic(diagnostic, false).replaceAll('\n', ''))).toBe(false)
    const outcome = { exitCode: 1, providers: [], diagnostics: [diagnostic] } as const
    expect(hasInvisible(printJson(outcome).trimEnd())).toBe(false)
  },
)

test('what can be seen stays', () => {
  expect(hasInvisible(SEEN)).toBe(false)
  expect(showInvisible(`${SEEN}\n\u200b`, '\n')).toBe(`${SEEN}\n\\u200b`)
})

const text = `a${CHARACTERS}z`
const config = {
  title: text.replaceAll(/[\n]/g, ''),
  description: text,
  package: { license: text, repository: text },
  events: { type: '{json:/type}', names: { 'events/a.json': text } },
  auth: { type: 'standardWebhooks' },
}
const schema = {
  title: text,
  description: text,
  type: 'object',
  required: ['type', text],
  properties: {
    type: { const: text },
    [text]: { enum: [text, 'b'], description: text, default: text },
  },
}

let out: string
beforeAll(async () => {
  out = temporaryFolder()
  const files = { 'acme/webhooks.json': config, 'acme/events/a.json': schema }
  const folders = [join(writeFiles(temporaryFolder(), files), 'acme')]
  const { diagnostics } = await generate({ folders, out })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('no file of an SDK holds one, whatever the config and the schemas hold', () => {
  const entries = readdirSync(join(out, 'acme'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(100)
  const found = files.filter((file) => {
    const source = readFileSync(join(file.parentPath, file.name), 'utf8')
    return hasInvisible(source.replace(/[\n\t]/g, ''))
  })
  expect(found.map(({ name }) => name)).toEqual([])
  const manifest = JSON.parse(readFileSync(join(out, 'acme/package.json'), 'utf8'))
  expect(manifest).toMatchObject({ description: text, license: text })
  expect(manifest).not.toHaveProperty('publishConfig')
})
