/** One formatting pass of the compiler over texts. */
import type { ts } from 'ts-morph'
import type { TypeScript } from './compiler.js'

export function formatTexts(
  typescript: TypeScript,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const service = typescript.createLanguageService(
    hostOf(typescript, texts),
    undefined,
    typescript.LanguageServiceMode.Syntactic,
  )
  const settings: ts.FormatCodeSettings = {
    ...typescript.getDefaultFormatCodeSettings('\n'),
    indentSize: 2,
    tabSize: 2,
    semicolons: typescript.SemicolonPreference.Remove,
  }
  return new Map(
    [...texts].map(([path, text]) => {
      const edits = service.getFormattingEditsForDocument(path, settings)
      return [path, applyEdits(text, edits)]
    }),
  )
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

function hostOf(
  typescript: TypeScript,
  texts: ReadonlyMap<string, string>,
): ts.LanguageServiceHost {
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
