/** A real authorisation server on the loopback, with a client that gets tokens of both kinds. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

export const API = 'https://receiver.example.com/hooks'
export const OPAQUE_API = 'https://opaque.example.com/hooks'

export interface AuthorisationServer {
  readonly issuer: string
  /** `METHOD path` of everything it was asked. */
  readonly requests: string[]
  /** A token for a resource, by client credentials. */
  readonly token: (resource: string, scope?: string) => Promise<string>
  readonly revoke: (token: string) => Promise<void>
  /** Answers everything with 500 while it is down. */
  isDown: boolean
  readonly close: () => void
}

const CLIENT = { id: 'sender', secret: 'a secret: with % signs and +' }
export const RECEIVER = { id: 'receiver', secret: 'another secret / & all' }

export async function startServer(): Promise<AuthorisationServer> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider = await createProvider(issuer)
  const requests: string[] = []
  const callback = provider.callback()
  const found = { ...client(issuer), issuer, requests, isDown: false, close: () => close(server) }
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (found.isDown) response.writeHead(500).end()
    else void callback(request, response)
  })
  return found
}

async function createProvider(issuer: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: 'first', use: 'sig', alg: 'RS256' }
  return new Provider(issuer, {
    jwks: { keys: [jwk] },
    clients: [CLIENT, RECEIVER].map(({ id, secret }) => ({
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    scopes: ['hooks:send'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'hooks:send',
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: resource === OPAQUE_API ? 'opaque' : 'jwt',
        }),
      },
    },
  })
}

function client(issuer: string) {
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<Response> => {
    const pair = `${encodeURIComponent(CLIENT.id)}:${encodeURIComponent(CLIENT.secret)}`
    const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
    const body = new URLSearchParams(form)
    const response = await fetch(issuer + path, {
      method: 'POST',
      headers: { authorization },
      body,
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  return {
    token: async (resource: string, scope = 'hooks:send') => {
      const form = { grant_type: 'client_credentials', resource, scope }
      const answer = (await (await post('/token', form)).json()) as { access_token: string }
      return answer.access_token
    },
    revoke: async (token: string) => void (await post('/token/revocation', { token })),
  }
}

function close(server: Server): void {
  server.closeAllConnections()
  server.close()
}
