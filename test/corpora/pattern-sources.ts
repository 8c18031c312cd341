/** Finds the patterns of the schemas of all corpora. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { isObject, type JsonValue } from '../../generator/schema/types.js'
import { corpus } from './corpus.js'

/** Larger files hold names and values by the thousand, and no pattern. */
const LARGEST_FILE = 3_000_000

/** Each once, in order. */
export function patternsOfCorpora(): readonly string[] {
  return [...patternsOfFolder(corpus())].sort()
}

function patternsIn(value: JsonValue, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) patternsIn(item, found)
  if (!isObject(value)) return
  const { pattern, patternProperties } = value
  if (typeof pattern === 'string') found.add(pattern)
  if (isObject(patternProperties))
    for (const name of Object.keys(patternProperties)) found.add(name)
  for (const member of Object.values(value)) patternsIn(member, found)
}

function patternsOfFolder(folder: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !/\.(?:json|ya?ml)$/i.test(entry.name)) continue
    const text = readFileSync(path, 'utf8')
    if (!/pattern/.test(text) || text.length > LARGEST_FILE) continue
    for (const value of readValues(entry.name, text)) patternsIn(value, found)
  }
  return found
}

/** Some of the files are there because they cannot be read. */
function readValues(name: string, text: string): readonly JsonValue[] {
  try {
    if (name.endsWith('.json')) return [JSON.parse(text)]
    return parseAllDocuments(text).map((document) => document.toJSON())
  } catch {
    return []
  }
}
