/** Certificates made by openssl: a root, an authority under it, and leaves. */
import { execFileSync } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Issued {
  readonly pem: string
  /** Base64 of the DER, as tokens carry it. */
  readonly base64: string
  readonly key: KeyObject
}

export interface Request {
  readonly name: string
  readonly issuer?: Issued
  /** Lines of an openssl extension section. */
  readonly extensions?: readonly string[]
  readonly days?: number
}

export const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']
export const LEAF = ['basicConstraints=CA:FALSE']

/** A certificate with a new P-256 key, signed by the issuer or by itself. */
export function issue({ name, issuer, extensions = AUTHORITY, days = 30 }: Request): Issued {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-certificates-'))
  const path = (file: string) => join(folder, file)
  const openssl = (...args: readonly string[]) => {
    execFileSync('openssl', [...args], { cwd: folder, stdio: 'pipe' })
  }
  try {
    writeFileSync(path('ext.cnf'), `[ext]\n${extensions.join('\n')}\n`)
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')
    openssl('req', '-new', '-key', 'key.pem', '-subj', `/CN=${name}`, '-out', 'request.pem')
    if (issuer !== undefined) {
      writeFileSync(path('issuer.pem'), issuer.pem)
      writeFileSync(path('issuer-key.pem'), issuer.key.export({ format: 'pem', type: 'pkcs8' }))
    }
    const signer =
      issuer === undefined
        ? ['-signkey', 'key.pem']
        : ['-CA', 'issuer.pem', '-CAkey', 'issuer-key.pem', '-CAcreateserial']
    const rest = ['-days', String(days), '-extfile', 'ext.cnf', '-extensions', 'ext']
    openssl('x509', '-req', '-in', 'request.pem', ...signer, ...rest, '-out', 'cert.pem')
    const pem = readFileSync(path('cert.pem'), 'utf8')
    const base64 = pem.replace(/-----[^-]+-----|\s/g, '')
    return { pem, base64, key: createPrivateKey(readFileSync(path('key.pem'))) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
