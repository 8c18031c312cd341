/** Which folders become SDKs. */
import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { isConfigFile } from './config-files.js'
import { misnamedConfig } from './misnamed-config.js'
import { isFolder, realPathBelow, showPath } from './paths.js'
import type { ProviderFolder } from './types.js'

/**
 * The providers that a folder stands for: itself if it has a `webhooks.*`; otherwise each child
 * folder that has one; otherwise itself, bare.
 */
export function findProviders(
  folder: string,
  shown: string,
  diagnostics: Diagnostics,
): ProviderFolder[] {
  const root = resolve(folder)
  if (!isFolder(root)) {
    const message = `the folder ${shown} does not exist or is not a folder`
    diagnostics.error('ERR_FOLDER_MISSING', message, { file: shown })
    return []
  }
  const self = { name: basename(root), root, shown }
  const configs = configFiles(root)
  if (configs.length > 0) return providerWith(self, configs, diagnostics)

  const children = childFolders(self, diagnostics)
  const configured = children.filter((child) => configFiles(child.root).length > 0)
  const isMisnamed = reportMisnamed([self, ...children], configured.length === 0, diagnostics)
  if (configured.length > 0) {
    return configured.flatMap((child) => providerWith(child, configFiles(child.root), diagnostics))
  }
  if (isMisnamed) return []
  diagnostics.notice(
    'NOTICE_BARE_FOLDER',
    `${shown} has no webhooks.json: Standard Webhooks signatures are assumed, and the files give the events their names`,
    { file: shown },
    'add a webhooks.json to say how deliveries are signed and where they carry their type',
  )
  return [self]
}

/** Whether a folder has its config under another name: an error where a guess would take its place. */
function reportMisnamed(
  folders: readonly ProviderFolder[],
  isError: boolean,
  diagnostics: Diagnostics,
): boolean {
  const found = folders.flatMap(({ root, shown }) => {
    const names = configFiles(root).length > 0 ? [] : sortedNames(root)
    const name = misnamedConfig(root, names)
    return name === undefined ? [] : [{ name, file: showPath(shown, name) }]
  })
  for (const { name, file } of found) {
    const message = `${name} looks like a config, and only webhooks.json and webhooks.yaml are read as one`
    const hint = `rename it to webhooks.${/ya?ml$/i.test(name) ? 'yaml' : 'json'}`
    if (isError) diagnostics.error('ERR_CONFIG_MISNAMED', message, { file }, hint)
    else diagnostics.warning('WARN_CONFIG_MISNAMED', message, { file }, hint)
  }
  return found.length > 0
}

function providerWith(
  folder: ProviderFolder,
  configs: readonly string[],
  diagnostics: Diagnostics,
): ProviderFolder[] {
  const [configFile] = configs
  if (configs.length === 1) return [{ ...folder, configFile }]
  const message = `${folder.shown} has ${configs.length} configs: ${configs.join(', ')}`
  diagnostics.error('ERR_CONFIG_DUPLICATE', message, { file: folder.shown }, 'keep one of them')
  return []
}

function childFolders(parent: ProviderFolder, diagnostics: Diagnostics): ProviderFolder[] {
  return sortedNames(parent.root).flatMap((name) => {
    if (name.startsWith('.') || name === 'node_modules') return []
    const child = { name, root: join(parent.root, name), shown: showPath(parent.shown, name) }
    if (!isFolder(child.root)) return []
    if (realPathBelow(parent.root, name) !== 'outside') return [child]
    // In the words of `list-files.ts`, which comes by the same link: it is reported once.
    const message = 'the symbolic link leaves the folder; not followed'
    diagnostics.warning('WARN_SYMLINK_OUTSIDE', message, { file: child.shown })
    return []
  })
}

function configFiles(root: string): string[] {
  const paths = sortedNames(root).filter((name) => !isFolder(join(root, name)))
  return paths.filter((name) => isConfigFile(root, name))
}

function sortedNames(root: string): string[] {
  try {
    return readdirSync(root).sort()
  } catch {
    // A child that cannot be listed holds nothing for us; the folder itself was seen to exist.
    return []
  }
}
