/** One formatting pass over the TypeScript that emitters printed. */
import type { ts } from 'ts-morph'
import type { OutputFile } from '../emit/types.js'

/**
 * Formats our own `.ts` text. The runtime is copied byte for byte; payload types and declarations
 * of validators are as they were printed, as formatting GitHub's takes longer than making them.
 */
export async function formatSources(files: readonly OutputFile[]): Promise<readonly OutputFile[]> {
  const texts = new Map<string, string>()
  for (const { path, content } of files) {
    if (isPrinted(path) && typeof content === 'string') texts.set(path, content)
  }
  if (texts.size === 0) return files
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
  return files.map((file) => {
    const text = texts.get(file.path)
    if (text === undefined) return file
    const edits = service.getFormattingEditsForDocument(file.path, settings)
    return { ...file, content: applyEdits(text, edits) }
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
