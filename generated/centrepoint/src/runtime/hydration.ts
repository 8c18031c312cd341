/** Fetching what an event is about, as receivers see it: nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { Delivery } from './delivery.js'
import type { UnknownEvent } from './events.js'
import type { Fetch } from './options.js'
import type { PayloadJudge } from './payload-judge.js'

/** How the provider's API knows who asks. The headers go to the provider's own hosts only. */
export type HydrateOptions =
  | { readonly headers: () => MaybePromise<Readonly<Record<string, string>>> }
  | { readonly basic: { readonly username: string; readonly password: string } }
  | { readonly bearer: string | (() => MaybePromise<string>) }

export type FetchResource = () => Promise<unknown>

/** What the receiver gives to have resources fetched. */
export interface HydrationNeeds {
  readonly hydrate: HydrateOptions | undefined
  readonly fetch: Fetch
  readonly judge: PayloadJudge
}

/** Made of the consumer's options once; then asked for each event. */
export type Hydration = (
  needs: HydrationNeeds,
) => (event: UnknownEvent, delivery: Delivery) => FetchResource
