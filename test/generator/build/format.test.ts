/** Formatting: what is formatted, and what stays as it is. */
import { expect, test } from 'vitest'
import { formatSources as formatWith } from '../../../generator/build/format.js'
import { compilerJobs } from '../../../generator/build/jobs.js'
import type { OutputFile } from '../../../generator/emit/types.js'
import { RunMemo } from '../../../generator/memo/memo.js'

const formatSources = (files: readonly OutputFile[]) =>
  formatWith(files, new RunMemo(), compilerJobs)
const crooked = `export   function f( a:string ){\nreturn a ;\n}\n`
const straight = `export function f(a: string) {\n  return a\n}\n`

test.each([
  ['src/index.ts', straight],
  ['src/queues/bullmq.ts', straight],
  ['src/events.ts', straight],
  ['src/events/push.ts', crooked],
  ['src/validators.ts', crooked],
  ['src/runtime/receiver.ts', crooked],
  ['src/types.ts', crooked],
  ['src/types/push.ts', crooked],
  ['src/validators/push.d.ts', crooked],
  ['src/validators/push.js', crooked],
  ['README.md', crooked],
])('%s', async (path, want) => {
  expect(await formatSources([{ path, content: crooked }])).toEqual([{ path, content: want }])
})

test('bytes and order stay', async () => {
  const bytes = new TextEncoder().encode(crooked)
  const files = [
    { path: 'src/z.ts', content: bytes },
    { path: 'src/a.ts', content: crooked },
  ]
  expect(await formatSources(files)).toEqual([
    { path: 'src/z.ts', content: bytes },
    { path: 'src/a.ts', content: straight },
  ])
})

test('text in literals and comments is not touched', async () => {
  const content = 'export const a = "x ;  y" // a ;  b\nexport const b = `1 ;\n  2`\n'
  expect(await formatSources([{ path: 'src/a.ts', content }])).toEqual([
    { path: 'src/a.ts', content },
  ])
})

test('a semicolon that keeps two statements apart stays', async () => {
  const [file] = await formatSources([{ path: 'src/a.ts', content: 'const a = 1;\n[a].at(0);\n' }])
  expect(file?.content).toBe('const a = 1;\n[a].at(0)\n')
})

test('formatting twice is formatting once', async () => {
  const once = await formatSources([{ path: 'src/a.ts', content: crooked }])
  expect(await formatSources(once)).toEqual(once)
})

test('what was formatted is remembered, and the same', async () => {
  const memo = new RunMemo()
  const files = [{ path: 'src/a.ts', content: crooked }]
  const once = await formatWith(files, memo, compilerJobs)
  expect(memo.entries.size).toBe(1)
  expect(await formatWith(files, new RunMemo(memo.entries), compilerJobs)).toEqual(once)
  const marked = new Map([...memo.entries.keys()].map((key) => [key, { value: 'remembered' }]))
  const [file] = await formatWith(files, new RunMemo(marked), compilerJobs)
  expect(file?.content).toBe('remembered')
})
