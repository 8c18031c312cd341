/** Holds generated files to what is asked of all of them, whatever the schemas say. */
import type { Tree } from './command-line.js'
import { decode } from './outcome.js'

const MOST_NAME_LENGTH = 120

/** Control and format characters: they hide code from whoever reviews it. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
/** Comments that turn a compiler or a linter off. */
const PRAGMA = /^\s*(?:\/\/|\/?\*)+\s*(?:@ts-|eslint-|biome-ignore)/m

/** All that is wrong with the files below `--out`, in words. */
export function judgeSources(output: Tree): string[] {
  const complaints: string[] = []
  const folded = new Map<string, string>()
  for (const [path, content] of output) {
    // What a run keeps for the next one is read by nobody else.
    if (path.startsWith('.hookwright/')) continue
    const name = path.normalize('NFC').toLowerCase()
    const twin = folded.get(name)
    if (twin !== undefined) complaints.push(`${twin} and ${path} differ in case alone`)
    folded.set(name, path)
    if (path.split('/').some((step) => step.length > MOST_NAME_LENGTH || !/^[\w.-]+$/.test(step))) {
      complaints.push(`${path} is no portable name`)
    }
    const text = decode(content)
    const invisible = INVISIBLE.exec(text)?.[0]
    if (invisible !== undefined) complaints.push(`${path} holds ${JSON.stringify(invisible)}`)
    const pragma = path.includes('/src/runtime/') ? undefined : PRAGMA.exec(text)?.[0]
    if (pragma !== undefined) complaints.push(`${path} holds the pragma ${pragma}`)
  }
  return complaints
}
