/** YAML 1.2 text to JSON value; loaded only where a folder has a YAML file. */
import { Composer, CST, Parser, type Document as YamlDocument } from 'yaml'
import type { Diagnostics } from '../diagnostics.js'
import type { ParsedDocument } from './parse-json.js'
import { MAX_LEVELS } from './scan-json.js'
import { offsetAt, placesOf } from './text-places.js'
import { YamlConverter, YamlFailure, type YamlReport } from './yaml-to-json.js'

/** Parses a YAML text of one document; `undefined` once the reasons are reported. */
export function parseYaml(
  text: string,
  shown: string,
  diagnostics: Diagnostics,
): ParsedDocument | undefined {
  const placeAt = placesOf(text)
  const report: YamlReport = (severity, problem, { offset, pointer }) =>
    diagnostics.report({
      ...problem,
      severity,
      file: shown,
      ...placeAt(offset),
      pointer: pointer === undefined ? undefined : `#${pointer}`,
    })

  const document = compose(text, report)
  if (document === undefined) return undefined
  const converter = new YamlConverter(report)
  try {
    const { value, place } = converter.convert(document.contents)
    if (converter.failed) return undefined
    return { value, locate: (pointer) => placeAt(offsetAt(place, pointer)) }
  } catch (error) {
    if (error instanceof YamlFailure) return undefined
    throw error
  }
}

/** The one document of the text, if nothing is wrong with it. */
function compose(text: string, report: YamlReport): YamlDocument.Parsed | undefined {
  const tokens = [...new Parser().parse(text)]
  const deep = firstTooDeep(tokens)
  if (deep !== undefined) {
    const message = `the document is nested deeper than ${MAX_LEVELS} levels`
    report('error', { code: 'ERR_SCHEMA_TOO_DEEP', message }, { offset: deep })
    return undefined
  }
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    resolveKnownTags: false,
    prettyErrors: false,
    // The converter finds duplicates faster, and says where they are.
    uniqueKeys: false,
  })
  const documents = [...composer.compose(tokens, true, text.length)]
  const [document, second] = documents
  if (second !== undefined) {
    const message = 'the file holds several YAML documents; split it into one file for each'
    report('error', { code: 'ERR_YAML_SYNTAX', message }, { offset: second.range[0] })
    return undefined
  }
  return document !== undefined && isSound(document, report) ? document : undefined
}

function isSound(document: YamlDocument.Parsed, report: YamlReport): boolean {
  for (const { message, pos } of document.errors) {
    report('error', { code: 'ERR_YAML_SYNTAX', message: firstLine(message) }, { offset: pos[0] })
  }
  for (const { code, message, pos } of document.warnings) {
    const isTag = code === 'TAG_RESOLVE_FAILED'
    const problem = isTag
      ? { code: 'ERR_YAML_TAG', message: `${firstLine(message)}; only the tags of JSON are read` }
      : { code: 'ERR_YAML_SYNTAX', message: firstLine(message) }
    report('error', problem, { offset: pos[0] })
  }
  if (document.errors.length + document.warnings.length > 0) return false
  if (document.contents === null) {
    report('error', { code: 'ERR_FILE_EMPTY', message: 'the file is empty' }, { offset: 0 })
    return false
  }
  return true
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/[.:]$/, '') ?? ''
}

/** Where the nesting exceeds what the composer, which recurses, may be given. */
function firstTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const pending: { token: CST.Token; level: number }[] = []
  const push = (token: CST.Token | null | undefined, level: number): void => {
    if (token !== null && token !== undefined) pending.push({ token, level })
  }
  for (const token of tokens) push(token, 0)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, level } = next
    if (token.type === 'document') push(token.value, level)
    if (!CST.isCollection(token)) continue
    if (level === MAX_LEVELS) return token.offset
    for (const item of token.items) {
      push(item.key, level + 1)
      push(item.value, level + 1)
    }
  }
  return undefined
}
