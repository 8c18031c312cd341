/**
 * The files of one worker share its process, and nothing of ours: each loads the project's modules
 * anew. What they would find changed of the platform itself fails the file that left it so.
 */
import { afterAll, expect, vi } from 'vitest'
import { userKey } from '../../generator/files/user-key.js'
import { platform } from './platform.js'

// So that programs that are watched find one: what they make is held against them.
userKey()
vi.resetModules()
const before = platform()

afterAll(() => {
  expect(platform()).toEqual(before)
})
