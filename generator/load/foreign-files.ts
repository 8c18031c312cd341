/** Finds event descriptions in languages that are not read, for a folder where nothing else is. */
import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import { type InputFile, readInput } from './read-input.js'

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
    if (language !== undefined) return `${name} is ${versionOf({ root, file: name }, language)}`
  }
  return undefined
}

/** RAML and Protocol Buffers say their version in the first lines. */
function versionOf(input: InputFile, language: string): string {
  let text: string
  try {
    text = readInput(input, LARGEST).toString('utf8')
  } catch {
    return language
  }
  const version = /^#%RAML ([\d.]+)/.exec(text)?.[1] ?? /^syntax\s*=\s*"(proto\d)"/m.exec(text)?.[1]
  return version === undefined ? language : `${language} ${version}`
}
