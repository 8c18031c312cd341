/**
 * A step of building the package: builds the runtime, and compiles the validators and templates, which
 * never change, so that no run of the generator has to.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { compilerJobs } from './build/jobs.js'
import { buildModules } from './build/modules.js'
import { configCheckerCode } from './config/validate.js'
import { metaCheckerCode } from './load/meta.js'
import { CHECKERS } from './load/ready-checkers.js'
import { printEntries } from './memo/entries.js'
import { fingerprintOf } from './memo/fingerprint.js'
import { RunMemo } from './memo/memo.js'
import { SHIPPED_FILE } from './memo/shipped.js'
import { READY_TEMPLATES, templatesCode } from './print/templates.js'
import { DRAFTS } from './schema/types.js'

const RUNTIME = new URL('../templates/runtime/', import.meta.url)

const names = readdirSync(RUNTIME, { recursive: true, encoding: 'utf8' })
const texts = names
  .filter((name) => name.endsWith('.ts'))
  .map((name): [string, string] => [
    `/src/runtime/${name.replaceAll('\\', '/')}`,
    readFileSync(new URL(name, RUNTIME), 'utf8'),
  ])
const memo = new RunMemo()
await buildModules(new Map(texts), memo, compilerJobs)
writeFileSync(SHIPPED_FILE, printEntries(memo.entries, fingerprintOf()))

mkdirSync(CHECKERS, { recursive: true })
const metaCheckers = DRAFTS.map(async (draft) => [draft, await metaCheckerCode(draft)] as const)
for (const [name, code] of await Promise.all([configCheckerCode(), ...metaCheckers])) {
  writeFileSync(new URL(`${name}.cjs`, CHECKERS), code)
}

writeFileSync(READY_TEMPLATES, templatesCode())
