/** Compiles processes of these tests: many of them are started, and each has to be there at once. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { temporaryFolder } from '../support/folders.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
}

/** The path of a file of this folder as JavaScript; everything that it imports lies beside it. */
export function compiled(file: string): string {
  const folder = temporaryFolder()
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const entry = join(import.meta.dirname, file)
  const open = [entry]
  const seen = new Set(open)
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = readFileSync(path, 'utf8')
    const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS })
    const out = compiledPath(folder, path)
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, outputText)
    for (const { fileName } of ts.preProcessFile(outputText).importedFiles) {
      const imported = resolve(dirname(path), fileName).replace(/\.js$/, '.ts')
      if (!fileName.startsWith('.') || seen.has(imported)) continue
      seen.add(imported)
      open.push(imported)
    }
  }
  return compiledPath(folder, entry)
}

function compiledPath(folder: string, path: string): string {
  return join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'))
}
