/** The opener of files, and the key of a user. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refuseLinks } from '../../../generator/files/folders.js'
import { createFile, readIfPresent, readRegular } from '../../../generator/files/open.js'
import { userFolder, userKey } from '../../../generator/files/user-key.js'
import { temporaryFolder } from '../../support/folders.js'

const refused = (fault: string) => expect.objectContaining({ name: 'FileRefused', fault })

test('reads a regular file, up to a limit', () => {
  const file = join(temporaryFolder(), 'a')
  writeFileSync(file, 'text')
  expect(readRegular(file, 4).toString()).toBe('text')
  expect(() => readRegular(file, 3)).toThrow(refused('large'))
  expect(readIfPresent(`${file}/b`)).toBeUndefined()
})

const others: [name: string, fault: string, put: (path: string) => unknown][] = [
  ['a link', 'link', (path) => symlinkSync('/etc/hostname', path)],
  ['a dangling link', 'link', (path) => symlinkSync('nowhere', path)],
  ['a folder', 'irregular', (path) => mkdirSync(path)],
  ['a pipe', 'irregular', (path) => execFileSync('mkfifo', [path])],
  [
    'a socket',
    'irregular',
    (path) =>
      new Promise((done) =>
        createServer()
          .listen(path, () => done(undefined))
          .unref(),
      ),
  ],
]
test.each(others)('refuses to read %s, or to write to it', async (_name, fault, put) => {
  const path = join(temporaryFolder(), 'a')
  await put(path)
  expect(() => readRegular(path)).toThrow(refused(fault))
  expect(() => createFile(path, 'x')).toThrow(expect.objectContaining({ code: 'EEXIST' }))
})

test('refuses a device', () => {
  expect(() => readRegular('/dev/zero')).toThrow(refused('irregular'))
})

test('looks at every folder on the way', () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'a/b'), { recursive: true })
  symlinkSync('a', join(root, 'link'))
  writeFileSync(join(root, 'file'), '')
  for (const below of ['', 'a/b', 'a/none/x']) expect(() => refuseLinks(root, below)).not.toThrow()
  for (const below of ['link', 'link/b']) expect(() => refuseLinks(root, below)).toThrow('(link)')
  expect(() => refuseLinks(root, 'file/x')).toThrow('(irregular)')
})

test('the folder of a user is where the system has caches', () => {
  expect(userFolder({ HOME: '/home/u' }, 'linux')).toBe('/home/u/.cache/hookwright')
  expect(userFolder({ HOME: '/home/u' }, 'darwin')).toBe('/home/u/Library/Caches/hookwright')
  expect(userFolder({ HOME: '/home/u', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/c/hookwright')
  expect(userFolder({ LOCALAPPDATA: '/l' }, 'win32')).toBe('/l/hookwright')
  expect(userFolder({ HOME: '/home/u', XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(
    '/home/u/.cache/hookwright',
  )
  expect(userFolder({}, 'linux')).toBeUndefined()
  expect(userFolder({ HOME: '.' }, 'linux')).toBeUndefined()
})

const keyIn = (home: string) => userKey({ HOME: home }, 'linux')

test('a key is made once, for nobody else', () => {
  const home = temporaryFolder()
  const key = keyIn(home)
  expect(key).toHaveLength(32)
  expect(keyIn(home)).toEqual(key)
  expect(keyIn(temporaryFolder())).not.toEqual(key)
  const folder = join(home, '.cache/hookwright')
  expect([statSync(folder).mode & 0o777, statSync(join(folder, 'key')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ])
  expect(readdirSync(folder)).toEqual(['key'])
})

const unsafe: [name: string, spoil: (folder: string) => unknown][] = [
  ['a folder that others may read', (folder) => chmodSync(folder, 0o755)],
  ['a file that others may read', (folder) => chmodSync(join(folder, 'key'), 0o640)],
  ['a file of another length', (folder) => writeFileSync(join(folder, 'key'), 'short')],
  [
    'a link in place of the file',
    (folder) => {
      execFileSync('mv', [join(folder, 'key'), join(folder, 'other')])
      symlinkSync('other', join(folder, 'key'))
    },
  ],
  [
    'a link in place of the folder',
    (folder) => {
      execFileSync('mv', [folder, `${folder}-other`])
      symlinkSync(`${folder}-other`, folder)
    },
  ],
  [
    'a pipe in place of the file',
    (folder) => {
      execFileSync('rm', [join(folder, 'key')])
      execFileSync('mkfifo', ['-m', '600', join(folder, 'key')])
    },
  ],
]
test.each(unsafe)('there is no key by %s', (_name, spoil) => {
  const home = temporaryFolder()
  keyIn(home)
  spoil(join(home, '.cache/hookwright'))
  expect(keyIn(home)).toBeUndefined()
})

test.runIf(process.geteuid?.() === 0)('there is no key in a folder of somebody else', () => {
  const home = temporaryFolder()
  keyIn(home)
  execFileSync('chown', ['-R', '12345', join(home, '.cache/hookwright')])
  expect(keyIn(home)).toBeUndefined()
})

test('there is no key, and no failure, where there is no home or nothing can be made in it', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(keyIn(file)).toBeUndefined()
  expect(keyIn('/proc/1/nowhere')).toBeUndefined()
  expect(userKey({}, 'linux')).toBeUndefined()
})

test('a hard link is read as the file that it is, and never written to', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a'), 'a')
  linkSync(join(folder, 'a'), join(folder, 'b'))
  expect(readRegular(join(folder, 'b')).toString()).toBe('a')
  expect(() => createFile(join(folder, 'b'), 'x')).toThrow(/EEXIST/)
})
