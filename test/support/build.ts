/**
 * Builds the package for the tests that use it as its users do. What was built is taken again only
 * where neither the sources nor a file of the package has changed since.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { takeLock } from '../../generator/write/lock.js'

const ROOT = resolve(import.meta.dirname, '../..')
const PACKAGE = 'dist'
/** All that the package is made from, and by. */
const SOURCES = [
  ...['generator', 'templates', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'tsconfig.build.json', 'schemas/meta'],
]

const PATIENCE_MILLISECONDS = 300_000

/** Builds the package where it is not up to date; other workers wait for it. */
export async function ensureBuilt(): Promise<void> {
  // Checkouts may share one folder of packages.
  const name = createHash('sha256').update(ROOT).digest('hex')
  const stamp = join(ROOT, 'node_modules/.cache/hookwright', name)
  mkdirSync(dirname(stamp), { recursive: true })
  const release = await takeLock(`${stamp}.lock`, PATIENCE_MILLISECONDS)
  try {
    const sources = digest(SOURCES)
    if (readOrNothing(stamp) === sources + digest([PACKAGE])) return
    rmSync(join(ROOT, PACKAGE), { recursive: true, force: true })
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' })
    writeFileSync(stamp, sources + digest([PACKAGE]))
  } finally {
    await release()
  }
}

/** SHA-256 over the paths and bytes of all files there. */
export function digest(places: readonly string[], root = ROOT): string {
  const hash = createHash('sha256')
  for (const file of places.flatMap((place) => filesAt(join(root, place)))) {
    const bytes = readFileSync(file)
    hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

function filesAt(place: string): readonly string[] {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (found.isFile()) return [place]
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesAt(join(place, name)))
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
