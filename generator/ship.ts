/** A step of building the package: builds the runtime, so that no run of the generator has to. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { compilerJobs } from './build/jobs.js'
import { buildModules } from './build/modules.js'
import { printEntries } from './memo/entries.js'
import { fingerprintOf } from './memo/fingerprint.js'
import { RunMemo } from './memo/memo.js'
import { SHIPPED_FILE } from './memo/shipped.js'

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
