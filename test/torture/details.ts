/** What single cases have to show beyond what is asked of all. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { generate } from '../support/package.js'
import { cases, stageCase } from './cases.js'
import { changedPaths, readTree } from './command-line.js'
import { decode, type Outcome, outputOf, reportOf, sourceOf } from './outcome.js'

const MEGABYTE = 1_000_000

export type Detail = (outcome: Outcome) => void | Promise<void>

/** By the name of the case. */
export const details: Readonly<Record<string, Detail>> = {
  '001-bad-json-truncated': (outcome) => expect(errorsOf(outcome)).toEqual(['broken.json:5:1']),
  '005-bom-utf8': async (outcome) => {
    const plain = await regenerate('005-bom-utf8', (schemas) => {
      const file = join(schemas, 'order.created.json')
      writeFileSync(file, readFileSync(file).subarray(3))
    })
    expect(changedPaths(outputOf(outcome), plain)).toEqual([])
  },
  '009-jsonc-comments': (outcome) =>
    expect(errorsOf(outcome)).toEqual(['order.created.json:2:2', 'order.created.json:4:38']),
  '011-nan-infinity-literals': (outcome) =>
    expect(errorsOf(outcome)).toEqual(['a.json:1:63', 'a.json:1:77']),
  '013-yaml-norway-and-on': holds('src/types.ts', [
    '\non: string\nno: string\ny?: string\n"1.1"?: string\n"2024-01-01"?: string\n',
    'country?: (("no" | "yes" | "NO" | (string & {})) | 10 | 1000)\n',
  ]),
  '015-yaml-anchors-merge': holds('src/types.ts', [
    '\na: ({\nid: string\n} & More)\n',
    '\nb: ({\nid: string\n} & More)\n',
  ]),
  '021-symlink-escape': (outcome) => {
    const [secret = ''] = readFileSync('/etc/passwd', 'utf8').split('\n')
    expect(secret).not.toBe('')
    expect([...outcome.after.values(), outcome.stdout].join('\n')).not.toContain(secret)
    const { diagnostics = [] } = reportOf(outcome) ?? {}
    const links = diagnostics.filter(({ code }) => code === 'WARN_SYMLINK_OUTSIDE')
    expect(links.map(({ file }) => file)).toEqual(['schemas/etc', 'schemas/passwd.json'])
  },
  '022-ref-path-traversal': (outcome) => expect(outcome.stdout).not.toContain(':/root:'),
  '023-ref-file-url': (outcome) => expect(outcome.stdout).not.toContain('PATH='),
  '025-ref-remote-id-is-local': (outcome) => {
    expect(sourceOf(outcome, 'src/types.ts').match(/^zip: string$/gm)).toHaveLength(1)
  },
  '029-ref-escaped-pointer': (outcome) => {
    const types = [...sourceOf(outcome, 'src/types.ts').matchAll(/^export type (\w+) = (\d)$/gm)]
    expect(new Set(types.map(([, name]) => name)).size).toBe(6)
    expect(types.map(([, , value]) => value).sort()).toEqual(['1', '2', '3', '4', '5', '6'])
  },
  '030-ref-siblings-07-vs-2020': holds('src/types.ts', ['/**\n * sib\n */\nx: ']),
  '031-recursive-self-root': holds('src/types.ts', [
    'export type Tree = ({\nv: number\nkids?: Tree[]\n} & More)\n',
  ]),
  '041-event-pascal-collision': async (outcome) => {
    const before = typesByConstant(sourceOf(outcome, 'src/types.ts'))
    const eighth = { type: 'object', properties: { k: { const: 'USER CREATED' } }, required: ['k'] }
    const more = await regenerate('041-event-pascal-collision', (schemas) => {
      writeFileSync(join(schemas, 'USER CREATED.json'), JSON.stringify(eighth))
    })
    const after = typesByConstant(decode(more.get('schemas/src/types.ts') ?? ''))
    expect(before.size).toBe(7)
    expect(new Set(before.values()).size).toBe(7)
    expect(after.size).toBe(8)
    expect([...after].filter(([constant]) => constant !== 'USER CREATED')).toEqual([...before])
  },
  '050-title-collision': holds('src/types.ts', [
    '\nu: ({\na: string\n} & More)\n',
    '\nu: ({\nb: number\n} & More)\n',
  ]),
  '051-type-names-shadow-globals': (outcome) => {
    const declared = sourceOf(outcome, 'src/types.ts').match(/(?<=^export \w+ )\w+/gm) ?? []
    expect(declared).toHaveLength(18)
    const globals = ['Array', 'Record', 'Promise', 'Date', 'Map', 'Error', 'String', 'Object']
    const exports = ['Request', 'Response', 'Handler', 'EventName', 'Receiver']
    expect(declared.filter((name) => [...globals, ...exports].includes(name))).toEqual([])
  },
  '053-inject-comment': holds('src/events.ts', [
    '/** *\\/ process.exit(97); /*\n',
    '//\\# sourceMappingURL=x\n',
    '@\\ts-ignore\n',
    '\\@deprecated bogus\n',
    '/** ends with a star * */\n',
    '/** / */\n',
    '// @\\ts-nocheck\n',
  ]),
  '054-inject-template': holds('src/types.ts', [
    '{{constructor.constructor("return process")().exit(97)}} <%= process.exit(97) %> ' +
      `\${process.exit(97)} \`\${process.exit(97)}\` #{7*7} %s %d $1 $& $\` $'\n`,
  ]),
  '055-inject-string-literals': (outcome) => {
    const line = /^k: \((.*) \| \(string & \{\}\)\)$/m.exec(sourceOf(outcome, 'src/types.ts'))
    expect(line?.[1]?.split(' | ').map((literal): unknown => JSON.parse(literal))).toEqual([
      "'); process.exit(97); ('",
      '"+process.exit(97)+"',
      `\`\${process.exit(97)}\``,
      '\\',
      '\\u0022',
      'line\u2028sep\u2029x',
      '\u0000nul',
      '</script>',
      '\u{1f600}',
      'new\nline',
    ])
  },
  '057-inject-proto-properties': (outcome) => {
    const validator = sourceOf(outcome, 'src/validators/a.js')
    expect(validator).not.toMatch(/data\w*\.(?:hasOwnProperty|toString|valueOf)\(/)
  },
  '061-inject-markdown-html': (outcome) => {
    const rows = sourceOf(outcome, 'README.md').match(/^\| `a` .*$/gm) ?? []
    expect(rows).toHaveLength(1)
    // Pipes that are not escaped are the edges of its four cells.
    expect(rows[0]?.match(/(?<!\\)\|/g)).toHaveLength(5)
    expect(sourceOf(outcome, 'README.md')).not.toMatch(/<script|<img|<!--|(?<!\\)\]\(javascript:/)
    expect(sourceOf(outcome, 'src/types.ts')).toContain('{\\@link evil} {\\@inheritDoc} \\@example')
  },
  '069-schema-empty-object': holds('src/types.ts', ['export type Anything = unknown\n']),
  '070-schema-booleans': holds('src/types.ts', [
    'export type Yes = unknown\n',
    'export type No = never\n',
    '\nb?: never\n',
  ]),
  '071-schema-missing-type': holds('src/types.ts', [' | unknown[] | string | number']),
  '077-enum-10k': holds('src/types.ts', ['One of 10000 values, too many to list']),
  '078-tuples': holds('src/types.ts', ['[string, number]']),
  '085-combinatorial-allof-oneof': (outcome) => {
    expect(sourceOf(outcome, 'src/types.ts').length).toBeLessThan(10_000)
    const own = [...outputOf(outcome)].filter(([path]) => /\/src\/(?!runtime)/.test(path))
    expect(own.reduce((sum, [, file]) => sum + file.length, 0)).toBeLessThan(MEGABYTE)
  },
  '090-shared-def-fanout': (outcome) => {
    const types = sourceOf(outcome, 'src/types.ts')
    expect(types.match(/^url_0\??: /gm)).toHaveLength(1)
    const shared = [...outputOf(outcome).keys()].filter((path) => /validators\/shared\//.test(path))
    expect(shared.length).toBeLessThan(10)
  },
  '095-meta-invalid': (outcome) =>
    expect(errorsOf(outcome).map((place) => place.replace(/:.*/, ''))).toEqual([
      ...['a.json', 'a.json', 'a.json', 'a.json', 'b.json', 'c.json'],
    ]),
  '103-required-optional-null-undefined': holds('src/types.ts', [
    '\na: string\nb: (string | null)\nc?: string\n',
  ]),
  '062-inject-schema-uri': (outcome) => {
    const code = [...outputOf(outcome)].filter(([path]) => path.includes('/src/'))
    expect(code.filter(([, content]) => content.includes('process.exit'))).toEqual([])
  },
}

/** Texts that a generated file has to hold. */
function holds(path: string, texts: readonly string[]): Detail {
  return (outcome) => {
    const source = sourceOf(outcome, path)
    for (const text of texts) expect(source).toContain(text)
  }
}

/** Each error as `file:line:column`. */
function errorsOf(outcome: Outcome): readonly string[] {
  const { diagnostics = [] } = reportOf(outcome) ?? {}
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column }) => `${file?.replace('schemas/', '')}:${line}:${column}`)
}

/** The output of a case after a change to its schemas. */
async function regenerate(name: string, change: (schemas: string) => void) {
  const one = cases.find((candidate) => candidate.name === name)
  if (one === undefined) throw new Error(`there is no case ${name}`)
  const folder = stageCase(one, temporaryFolder())
  const out = join(folder, 'out')
  change(join(folder, 'schemas'))
  await generate({ folders: [join(folder, 'schemas')], out, build: false })
  return readTree(out)
}

/** The names of types by the constant that tells them apart. */
function typesByConstant(source: string): ReadonlyMap<string, string> {
  const types = source.matchAll(/^export type (\w+) = \(\{\nk: "(.*)"$/gm)
  return new Map([...types].map(([, name = '', constant = '']) => [constant, name]))
}
