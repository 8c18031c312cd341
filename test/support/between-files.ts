/**
 * The files of one worker share its process, and nothing of ours: each loads the project's modules
 * anew. What they would find changed of the platform itself fails the file that left it so.
 */
import { afterAll, expect, vi } from 'vitest'
import { platform } from './platform.js'

vi.resetModules()
const before = platform()

afterAll(() => {
  expect(platform()).toEqual(before)
})
