/** One formatting pass over the TypeScript that emitters printed. */
import type { ts } from 'ts-morph'
import type { OutputFile } from '../emit/types.js'
import type { Key, Memo } from '../memo/memo.js'

/**
 * Formats our own `.ts` text. The runtime is copied byte for byte; payload types and declarations
 * of validators are as they were printed, as formatting GitHub's takes longer than making them.
 */
export async function formatSources(
  files: readonly OutputFile[],
  memo: Memo,
): Promise<readonly OutputFile[]> {
  const formatted = new Map<string, string>()
  const left = new Map<string, string>()
  for (const { path, content } of files) {
    if (!isPrinted(path) || typeof content !== 'string') continue
    const known = memo.find<string>(keyOf(content))
    if (known === undefined) left.set(path, content)
    else formatted.set(path, known)
  }
  for (const [path, content] of await format(left)) {
    formatted.set(path, content)
    memo.keep(keyOf(left.get(path) ?? ''), content)
  }
  return files.map((file) => ({ ...file, content: formatted.get(file.path) ?? file.content }))
}

function keyOf(content: string): Key {
  return ['formatted', content]
}

async function format(texts: ReadonlyMap<string, string>): Promise<readonly [string, string][]> {
  if (texts.size === 0) return []
  const { ts } = await import('ts-morph')
  const service = ts.createLanguageService(
    hostOf(ts, texts),
    undefined,
    ts.LanguageServiceMode.Syntactic,
  )
  const settings: ts.FormatCodeSettings = {
    ...ts.getDefaultFormatCodeSettings('\n'),
    indentSize: 2,
    tabSize: 2,
    semicolons: ts.SemicolonPreference.Remove,
  }
  return [...texts].map(([path, text]) => {
    const edits = service.getFormattingEditsForDocument(path, settings)
    return [path, applyEdits(text, edits)]
  })
}

function isPrinted(path: string): boolean {
  return /^src\/(?!runtime\/|types[./]).*\.ts$/.test(path) && !path.endsWith('.d.ts')
}

/** Edits come sorted and do not overlap. */
function applyEdits(text: string, edits: readonly ts.TextChange[]): string {
  const parts: string[] = []
  let end = 0
  for (const { span, newText } of edits) {
    parts.push(text.slice(end, span.start), newText)
    end = span.start + span.length
  }
  parts.push(text.slice(end))
  return parts.join('')
}

function hostOf(typescript: typeof ts, texts: ReadonlyMap<string, string>): ts.LanguageServiceHost {
  return {
    getCompilationSettings: () => ({ target: typescript.ScriptTarget.ES2022 }),
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot(path) {
      const text = texts.get(path)
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => 'lib.d.ts',
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
  }
}
