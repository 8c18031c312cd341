/** Finds event descriptions in languages that are not read, for a folder where nothing else is. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['.apib', 'API Blueprint'],
  ['.avdl', 'Avro'],
  ['.avsc', 'Avro'],
  ['.graphql', 'GraphQL'],
  ['.proto', 'Protocol Buffers'],
  ['.raml', 'RAML'],
  ['.smithy', 'Smithy'],
  ['.tsp', 'TypeSpec'],
  ['.wadl', 'WADL'],
  ['.wsdl', 'WSDL'],
  ['.xsd', 'XML Schema'],
])

const LARGEST = 1024 * 1024

/** The first such file of the folder, as `api.raml is RAML 1.0`; the folder was seen to exist. */
export function foreignFile(root: string): string | undefined {
  let names: readonly string[]
  try {
    names = readdirSync(root).sort()
  } catch {
    return undefined
  }
  for (const name of names) {
    const language = LANGUAGES.get(extname(name).toLowerCase())
    if (language !== undefined) return `${name} is ${versionOf(join(root, name), language)}`
  }
  return undefined
}

/** RAML and Protocol Buffers say their version in the first lines. */
function versionOf(path: string, language: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() !== true || stats.size > LARGEST) return language
  const text = readFileSync(path, 'utf8')
  const version = /^#%RAML ([\d.]+)/.exec(text)?.[1] ?? /^syntax\s*=\s*"(proto\d)"/m.exec(text)?.[1]
  return version === undefined ? language : `${language} ${version}`
}
