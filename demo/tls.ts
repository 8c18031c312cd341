/** A server of the demo's own that speaks TLS, and a client that trusts it and nobody else. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer, request as open } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Served {
  readonly url: string
  readonly send: (request: Request) => Promise<Response>
  readonly close: () => void
}

export async function serveTls(listener: RequestListener): Promise<Served> {
  const { key, cert } = makeCertificate()
  const server = createServer({ key, cert }, listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}/webhooks`,
    send: (request) => send(request, cert),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Made anew for each run by the openssl command, and kept nowhere. */
function makeCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-demo-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', keyFile, '-out', certFile, '-days', '2']
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, ...name, ...files], { stdio: 'pipe' })
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As `fetch` does, which takes no certificate of its own. */
async function send(request: Request, ca: string): Promise<Response> {
  const { method, url } = request
  const sent = open(url, { method, headers: Object.fromEntries(request.headers), ca })
  sent.end(Buffer.from(await request.arrayBuffer()))
  const [answer] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value))
  return new Response(Buffer.concat(chunks), { status: answer.statusCode, headers })
}
