/** Walks a provider folder: every schema-like file, and no way out. */
import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { hasSchemaExtension, isFolder, realPathBelow, showPath } from './paths.js'
import type { ProviderFolder } from './types.js'

/** Schemas by what they are called, under extensions that are not read. */
const UNREAD = /^[^_].*\.(?:jsonschema|schema|jsonc|json5|json\.txt|ya?ml\.txt)$/i

/**
 * Every JSON and YAML file below the folder, as sorted paths with `/`; without what lies in
 * `node_modules` or behind a name that begins with a dot.
 *
 * Each real folder is visited once, under its own path if it has one in the folder. Symbolic
 * links that leave the folder or lead nowhere are warned about and not followed.
 */
export function listFiles(folder: ProviderFolder, diagnostics: Diagnostics): readonly string[] {
  const walk = new Walk(folder, diagnostics)
  walk.run()
  return walk.files.sort()
}

class Walk {
  readonly files: string[] = []
  readonly #folder: ProviderFolder
  readonly #diagnostics: Diagnostics
  readonly #visited = new Set<string>()
  readonly #folders: string[] = ['']
  readonly #links: string[] = []

  constructor(folder: ProviderFolder, diagnostics: Diagnostics) {
    this.#folder = folder
    this.#diagnostics = diagnostics
  }

  run(): void {
    for (;;) {
      const folder = this.#folders.pop()
      if (folder !== undefined) {
        this.#visit(folder)
        continue
      }
      // Links come last, so that a folder is known by its own path and not by that of a link.
      const link = this.#links.shift()
      if (link === undefined) return
      this.#follow(link)
    }
  }

  #visit(below: string): void {
    const real = realPathBelow(this.#folder.root, below)
    if (this.#visited.has(real)) return
    this.#visited.add(real)
    for (const entry of this.#entries(below)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isSymbolicLink()) this.#links.push(path)
      else if (entry.isDirectory()) this.#folders.push(path)
      else if (entry.isFile() && hasSchemaExtension(entry.name)) this.files.push(path)
      else if (entry.isFile() && UNREAD.test(entry.name)) this.#warnOfUnread(path)
    }
  }

  #warnOfUnread(path: string): void {
    const message =
      'the file is called like a schema, and its extension is not read: it is no event'
    const hint = 'rename it to .json or .yaml; or put "_" in front of the name'
    const file = showPath(this.#folder.shown, path)
    this.#diagnostics.warning('WARN_FILE_UNREAD', message, { file }, hint)
  }

  #entries(below: string): Dirent[] {
    try {
      const entries = readdirSync(join(this.#folder.root, below), { withFileTypes: true })
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    } catch {
      this.#warn('WARN_FOLDER_UNREADABLE', `the folder cannot be read and is left out`, below)
      return []
    }
  }

  #follow(link: string): void {
    const real = realPathBelow(this.#folder.root, link)
    if (real === 'outside') {
      this.#warn('WARN_SYMLINK_OUTSIDE', 'the symbolic link leaves the folder; not followed', link)
    } else if (real === 'missing') {
      this.#warn('WARN_SYMLINK_BROKEN', 'the symbolic link leads nowhere', link)
    } else if (isHidden(real)) {
      return
    } else if (isFolder(join(this.#folder.root, link))) {
      this.#folders.push(link)
    } else if (hasSchemaExtension(link)) {
      this.files.push(link)
    }
  }

  #warn(code: string, message: string, below: string): void {
    this.#diagnostics.warning(code, message, { file: showPath(this.#folder.shown, below) })
  }
}

function isHidden(real: string): boolean {
  return real.split('/').some((name) => name.startsWith('.') || name === 'node_modules')
}
