/** Copies the runtime files that an SDK needs: the imports of its own sources, and theirs in turn. */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { GeneratorBug } from '../errors.js'
import type { OutputFile } from './types.js'

const RUNTIME = new URL('../../templates/runtime/', import.meta.url)

// Sources and runtime are ours, and so is the form of their imports: from the start of a line to
// its end. Text of a schema stands in double quotes or behind the star of a comment.
const IMPORT = /^(?:import\b|export\b|\})[^'"\n]*\bfrom '(\.[^'"\n]+)\.js'$/gm

/** The runtime files, byte for byte, that the given sources reach. */
export function emitRuntime(sources: readonly OutputFile[]): readonly OutputFile[] {
  const found = new Map<string, Buffer>()
  const open = sources
    .filter(({ path }) => /\.(?:ts|js)$/.test(path))
    .flatMap(({ path, content }) => runtimeImports(path, String(content)))
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    const bytes = read(path)
    found.set(path, bytes)
    open.push(...runtimeImports(path, bytes.toString('utf8')))
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content }))
}

/** Paths such as `src/runtime/bytes.ts` that a source imports. */
function runtimeImports(path: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)]
    .map(([, specifier = '']) => `${posix.join(posix.dirname(path), specifier)}.ts`)
    .filter((target) => target.startsWith('src/runtime/'))
}

function read(path: string): Buffer {
  try {
    return readFileSync(new URL(path.slice('src/runtime/'.length), RUNTIME))
  } catch (cause) {
    throw new GeneratorBug(`the emitted code imports ${path}, which is not in the runtime`, {
      cause,
    })
  }
}
