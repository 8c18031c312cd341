/** The work that TypeScript is needed for. What comes of a job is decided by its texts alone. */
import { checkTexts } from './check-texts.js'
import { loadCompiler } from './compiler.js'
import { formatTexts } from './format-texts.js'
import { makeModules } from './make-modules.js'
import { type Survey, surveyText } from './survey.js'
import type { BuiltModule } from './types.js'

/** Texts, or what was made of them, by path. */
type Each<T> = ReadonlyMap<string, T>

export interface Jobs {
  format(texts: Each<string>): Promise<Each<string>>
  /** @throws {GeneratorBug} where an export does not say its type */
  build(texts: Each<string>): Promise<Each<BuiltModule>>
  /** @throws {GeneratorBug} listing `file:line message` */
  check(texts: Each<string>): Promise<undefined>
  survey(texts: Each<string>): Promise<Each<Survey>>
}

/** Does the jobs where it is called. */
export const compilerJobs: Jobs = {
  format: async (texts) => formatTexts((await loadCompiler()).ts, texts),
  build: async (texts) => makeModules(await loadCompiler(), texts),
  check: async (texts) => checkTexts(await loadCompiler(), texts),
  survey: async (texts) => {
    const { ts } = await loadCompiler()
    return new Map([...texts].map(([path, content]) => [path, surveyText(ts, { path, content })]))
  },
}
