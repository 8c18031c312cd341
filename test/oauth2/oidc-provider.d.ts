/** The part of oidc-provider that the tests use: the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface ResourceServer {
    readonly scope: string
    readonly audience: string
    readonly accessTokenTTL: number
    readonly accessTokenFormat: 'opaque' | 'jwt'
  }

  interface Feature {
    readonly enabled: boolean
  }

  interface Configuration {
    readonly jwks: { readonly keys: readonly object[] }
    readonly clients: readonly object[]
    readonly scopes: readonly string[]
    readonly features: {
      readonly devInteractions: Feature
      readonly clientCredentials: Feature
      readonly revocation: Feature
      readonly introspection: Feature & { readonly allowedPolicy: () => boolean }
      readonly resourceIndicators: Feature & {
        readonly getResourceServerInfo: (context: unknown, resource: string) => ResourceServer
      }
    }
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration)
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
  }
}
