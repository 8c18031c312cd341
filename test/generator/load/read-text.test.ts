/** Tests of generator/load/read-text.ts. */
import { execFileSync } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { readText } from '../../../generator/load/read-text.js'
import { makeFolder } from './folder.js'

function read(root: string): { text: string | undefined; problems: string[] } {
  const diagnostics = new Diagnostics()
  const text = readText({ root, file: 'a.json' }, 'acme/a.json', diagnostics)
  const problems = diagnostics.list.map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
  )
  return { text, problems }
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const cases: [name: string, bytes: Uint8Array, want: { text: string } | { problem: string }][] = [
  ['UTF-8', Buffer.from('{"é":"😀"}'), { text: '{"é":"😀"}' }],
  ['a byte order mark', Buffer.from('\ufeff{}'), { text: '{}' }],
  ['no bytes', Buffer.from(''), { problem: '1:1 ERR_FILE_EMPTY a.json is empty' }],
  ['white space', Buffer.from(' \n\t'), { problem: '1:1 ERR_FILE_EMPTY a.json is empty' }],
  [
    'a byte order mark alone',
    Buffer.from('\ufeff'),
    { problem: '1:1 ERR_FILE_EMPTY a.json is empty' },
  ],
  [
    'UTF-16 with a mark',
    utf16('\ufeff{}'),
    { problem: '1:1 ERR_FILE_ENCODING a.json is UTF-16; re-save as UTF-8' },
  ],
  [
    'UTF-16 big-endian',
    utf16('\ufeff{}').swap16(),
    { problem: '1:1 ERR_FILE_ENCODING a.json is UTF-16; re-save as UTF-8' },
  ],
  [
    'UTF-16 without a mark',
    utf16('{}'),
    { problem: '1:1 ERR_FILE_ENCODING a.json is UTF-16; re-save as UTF-8' },
  ],
  [
    'a stray byte',
    Buffer.from('{\n"é":"\xff"}', 'latin1'),
    { problem: '2:2 ERR_FILE_ENCODING a.json is not UTF-8: the byte at offset 3 is invalid' },
  ],
  [
    'a stray byte behind UTF-8',
    Buffer.concat([Buffer.from('{\n"é":"'), Buffer.from([0xff])]),
    { problem: '2:6 ERR_FILE_ENCODING a.json is not UTF-8: the byte at offset 8 is invalid' },
  ],
  [
    'a cut sequence',
    Buffer.from([0x22, 0xef, 0xbf, 0x41, 0x22]),
    { problem: '1:2 ERR_FILE_ENCODING a.json is not UTF-8: the byte at offset 1 is invalid' },
  ],
  [
    'a stray byte behind a mark',
    Buffer.from([0xef, 0xbb, 0xbf, 0x22, 0xc0]),
    { problem: '1:2 ERR_FILE_ENCODING a.json is not UTF-8: the byte at offset 4 is invalid' },
  ],
  ['a real U+FFFD', Buffer.from('"\ufffd"'), { text: '"\ufffd"' }],
]
test.each(cases)('%s', (_name, bytes, want) => {
  const { text, problems } = read(makeFolder({ 'a.json': bytes }))
  if ('text' in want) expect({ text, problems }).toEqual({ text: want.text, problems: [] })
  else
    expect({ text, problems }).toEqual({
      text: undefined,
      problems: [`acme/a.json:${want.problem}`],
    })
})

test('a file that is too large is not read', () => {
  const root = makeFolder({ 'a.json': '{}' })
  truncateSync(join(root, 'a.json'), 16 * 1024 * 1024 + 1)
  expect(read(root).problems).toEqual([
    'acme/a.json:1:1 ERR_FILE_TOO_LARGE a.json is larger than 16 MiB (16777217 bytes)',
  ])
})

test('a file that is not there', () => {
  expect(read(makeFolder({})).problems).toEqual([
    'acme/a.json:1:1 ERR_FILE_UNREADABLE a.json cannot be read (ENOENT)',
  ])
})

test.skipIf(process.platform === 'win32')('a pipe is not waited for', () => {
  const root = makeFolder({})
  execFileSync('mkfifo', [join(root, 'a.json')])
  expect(read(root).problems).toEqual([
    'acme/a.json:1:1 ERR_FILE_UNREADABLE a.json is not a regular file',
  ])
})
