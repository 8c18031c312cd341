/** Proofs of the connection behind a real nginx that ends TLS. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { authority, type Identity, other, sender, server, stranger } from './certificates.js'
import { closeAll, generateAll, post, serve } from './sdks.js'

const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find((path) =>
  existsSync(path),
)

const trustedProxies = {
  cidrs: ['127.0.0.1'],
  forwarded: 'x-forwarded-for',
  proto: 'x-forwarded-proto',
  clientCert: { header: 'x-client-cert', form: 'escaped-pem' },
} as const

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo // sound: it listens on TCP
  probe.close()
  await once(probe, 'close')
  return port
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = createConnection(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen === true) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nginx does not answer')
}

const config = (folder: string, port: number, upstream: number) => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${server.certFile};
    ssl_certificate_key ${server.keyFile};
    ssl_client_certificate ${authority.certFile};
    ssl_verify_client optional_no_ca;
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Client-Cert $ssl_client_escaped_cert;
    }
  }
}
`

describe.skipIf(NGINX === undefined)('behind nginx', () => {
  let made: Awaited<ReturnType<typeof generateAll>>
  const running: ReturnType<typeof spawn>[] = []

  beforeAll(async () => {
    made = await generateAll()
  })

  afterAll(() => {
    for (const one of running) one.kill()
    closeAll()
  })

  /** The port of an nginx in front of a receiver. */
  async function proxied(sdk: string, options: ReceiverOptions): Promise<number> {
    const upstream = await serve(await made.create(sdk, options), false)
    const port = await freePort()
    const folder = temporaryFolder()
    writeFiles(folder, { 'nginx.conf': config(folder, port, upstream) })
    const file = join(folder, 'nginx.conf')
    execFileSync(NGINX ?? '', ['-t', '-q', '-c', file, '-p', folder], { stdio: 'pipe' })
    running.push(spawn(NGINX ?? '', ['-c', file, '-p', folder], { stdio: 'ignore' }))
    await answers(port)
    return port
  }

  const as = (who: Identity | undefined) => who && { key: who.key, cert: who.cert }
  const spoofed = { 'x-client-cert': encodeURIComponent(sender.cert) }

  test('a pinned certificate comes through, and no header takes its place', async () => {
    const port = await proxied('pinned', { trustedProxies })
    expect(await post(port, as(sender))).toBe(200)
    expect(await post(port, as(other))).toBe(401)
    expect(await post(port)).toBe(401)
    expect(await post(port, { headers: spoofed })).toBe(401)
    expect(await post(port, { ...as(other), headers: spoofed })).toBe(401)
  })

  test('the authority is checked here, as the proxy lets every certificate through', async () => {
    const port = await proxied('issued', { trustedProxies, secrets: { AUTHORITY: authority.cert } })
    expect(await post(port, as(sender))).toBe(200)
    expect(await post(port, as(stranger))).toBe(401)
  })

  test('the header counts for nothing where the proxy is not trusted', async () => {
    const elsewhere = { ...trustedProxies, cidrs: ['192.0.2.1'] }
    const port = await proxied('pinned', { trustedProxies: elsewhere })
    expect(await post(port, as(sender))).toBe(401)
  })

  test('the address is the one that nginx saw, whatever the sender wrote before it', async () => {
    const port = await proxied('forwarded', { trustedProxies })
    const statusFrom = (localAddress: string, list?: string) =>
      post(port, { localAddress, headers: list === undefined ? {} : { 'x-forwarded-for': list } })
    expect(await statusFrom('127.0.0.2')).toBe(200)
    expect(await statusFrom('127.0.0.2', '203.0.113.9, nonsense')).toBe(200)
    expect(await statusFrom('127.0.0.3')).toBe(401)
    expect(await statusFrom('127.0.0.3', '127.0.0.2')).toBe(401)
    expect(await statusFrom('127.0.0.3', '127.0.0.2, 127.0.0.1')).toBe(401)
  })
})
