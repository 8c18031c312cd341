/** Checks a config against the config schema, and says which key was probably meant. */
import { readFile } from 'node:fs/promises'
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import type { Diagnostics } from '../diagnostics.js'
import { checkerCode, readyChecker } from '../load/ready-checkers.js'
import { createAjv } from '../schema/ajv.js'
import { nearest } from '../schema/nearest.js'
import { escapeSegment, unescapeSegment } from '../schema/pointer.js'
import { presetHint } from './preset-hint.js'
import type { ProviderConfig } from './types.js'

const META_SCHEMA = new URL('../../schemas/meta/webhooks.schema.json', import.meta.url)

const READY = 'config'

const OPTIONS: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  // Where it is compiled it runs once: making its code better takes longer than that.
  code: { optimize: false },
}

let checker: Promise<ValidateFunction> | undefined

async function createChecker(): Promise<ValidateFunction> {
  return readyChecker(READY) ?? (await compileConfig())[1]
}

/** The code for `readyChecker`, and the name that it goes by. */
export async function configCheckerCode(): Promise<readonly [name: string, code: string]> {
  return [
    READY,
    await checkerCode(...(await compileConfig({ ...OPTIONS, code: { source: true } }))),
  ]
}

export async function compileConfig(options = OPTIONS): Promise<[Ajv, ValidateFunction]> {
  const schema: unknown = JSON.parse(await readFile(META_SCHEMA, 'utf8'))
  const ajv = await createAjv('07', options)
  // Sound: the file is ours, and Ajv checks it against its own meta-schema.
  return [ajv, ajv.compile(schema as object)]
}

/** Reports every violation; true where there is none. */
export async function validateConfig(
  value: unknown,
  at: Pick<ProviderConfig, 'file' | 'locate'>,
  diagnostics: Diagnostics,
): Promise<boolean> {
  checker ??= createChecker()
  const validate = await checker
  if (validate(value)) return true
  const errors = validate.errors ?? []
  for (const error of errors) {
    if (isNoise(error, errors)) continue
    const [message, usual] = explain(error, errors)
    // A wrong key is pointed at itself, everything else at the value that is wrong.
    const key = error.keyword === 'additionalProperties' ? unknownKey(error) : error.propertyName
    const isNear = usual?.startsWith('did you mean') === true
    const hint = isNear ? usual : (presetHint(value, error.instancePath, key) ?? usual)
    const pointer = error.instancePath + (key === undefined ? '' : `/${escapeSegment(key)}`)
    const place = { file: at.file, pointer: `#${pointer}`, ...at.locate(pointer) }
    diagnostics.error('ERR_CONFIG', message, place, hint)
  }
  return false
}

/** `if` and `propertyNames` only repeat what the schemas inside them have reported. */
function isNoise(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return true
  const { instancePath } = error
  if (error.keyword === 'type') {
    return errors.some((one) => one.keyword === 'anyOf' && one.instancePath === instancePath)
  }
  const isInside = (one: ErrorObject) => one.instancePath.startsWith(`${instancePath}/`)
  return error.keyword === 'anyOf' && errors.some(isInside)
}

function explain(
  error: ErrorObject,
  errors: readonly ErrorObject[],
): readonly [message: string, hint: string | undefined] {
  const where = subject(error)
  if (error.keyword === 'additionalProperties') return explainUnknown(error)
  if (error.keyword === 'required') {
    return [`${where} needs "${String(error.params['missingProperty'])}"`, undefined]
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params['allowedValues'] as unknown[]).map((item) => JSON.stringify(item))
    const given =
      typeof error.data === 'string' ? nearest(error.data, allowed.map(unquote)) : undefined
    return [
      `${where} must be one of ${allowed.join(', ')}`,
      given === undefined ? undefined : `did you mean "${given}"?`,
    ]
  }
  if (error.keyword === 'const') {
    return [`${where} must be ${JSON.stringify(error.params['allowedValue'])}`, undefined]
  }
  return [`${where} ${explainRule(error, errors)}`, undefined]
}

function explainRule(error: ErrorObject, errors: readonly ErrorObject[]): string {
  if (error.keyword === 'false schema') return 'cannot stand here'
  if (error.keyword === 'anyOf') {
    const forms = errors.filter(
      ({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath,
    )
    return `must be ${forms.map(({ params }) => String(params['type'])).join(' or ')}`
  }
  // Beside what it requires, such an object has one key more: the schema says so by counting.
  const { minProperties, maxProperties, properties = {}, required = [] } = error.parentSchema ?? {}
  if (!error.keyword.endsWith('Properties') || minProperties !== maxProperties) {
    return error.message ?? 'is not valid'
  }
  const others = Object.keys(properties).filter((key) => !required.includes(key))
  return `needs exactly one of ${others.join(', ')}`
}

function explainUnknown(error: ErrorObject): readonly [string, string | undefined] {
  const key = unknownKey(error)
  const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {})
  const near = nearest(key, known)
  const hint =
    near === undefined ? `the keys here are ${known.join(', ')}` : `did you mean "${near}"?`
  return [`unknown key "${key}"`, hint]
}

function subject(error: ErrorObject): string {
  if (error.propertyName !== undefined) return `the name ${JSON.stringify(error.propertyName)}`
  return error.instancePath === '' ? 'the config' : JSON.stringify(lastStep(error))
}

function unknownKey(error: ErrorObject): string {
  return String(error.params['additionalProperty'])
}

function lastStep(error: ErrorObject): string {
  return unescapeSegment(error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1))
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '')
}
