/** Patterns of host names: each label is written out, or varies in a shape that the provider documents. */

/** Stands for the name of a region of AWS, such as `eu-west-1` and `us-gov-west-1`. */
export const REGION_LABEL = '{region}'

/** A name of each shape, for deliveries that tests sign. */
const SAMPLES: Readonly<Record<string, string>> = { '*': 'test', [REGION_LABEL]: 'eu-west-1' }

/** Whether a label stands for names that are not written out. */
export function isVariable(label: string): boolean {
  return Object.hasOwn(SAMPLES, label)
}

/** A host that the pattern lets in. */
export function sampleHost(pattern: string): string {
  return pattern
    .split('.')
    .map((label) => SAMPLES[label] ?? label)
    .join('.')
}

/** Domains below which anybody is given a name: buckets, sites, functions, tunnels, shops. */
const SHARED: readonly string[] = [
  ...'amazonaws.com amazonaws.com.cn awsapprunner.com cloudfront.net elasticbeanstalk.com on.aws'.split(
    ' ',
  ),
  ...'appspot.com cloudfunctions.net firebaseapp.com googleapis.com run.app web.app'.split(' '),
  ...'azure-api.net azureedge.net azurefd.net azurewebsites.net cloudapp.net windows.net'.split(
    ' ',
  ),
  ...'cloudapp.azure.com azurecontainerapps.io azurestaticapps.net'.split(' '),
  ...'github.io githubusercontent.com gitlab.io pages.dev r2.dev workers.dev'.split(' '),
  ...'deno.dev edgecompute.app fly.dev glitch.me herokuapp.com netlify.app ngrok-free.app ngrok.app'.split(
    ' ',
  ),
  ...'ngrok.io onrender.com railway.app render.com repl.co replit.app surge.sh vercel.app'.split(
    ' ',
  ),
  ...'backblazeb2.com digitaloceanspaces.com ondigitalocean.app wasabisys.com'.split(' '),
  ...'aliyuncs.com myqcloud.com blogspot.com myshopify.com wordpress.com'.split(' '),
]

/**
 * The domain, if any, in which `*` would let in names that strangers are given: a bucket called
 * `sns` answers at `sns.s3.amazonaws.com`.
 */
export function sharedDomain(pattern: string): string | undefined {
  const [host = ''] = pattern.toLowerCase().split(':')
  const labels = host.split('.')
  if (!labels.includes('*')) return undefined
  const written = labels.slice(labels.lastIndexOf('*') + 1).join('.')
  return SHARED.find((domain) => written === domain || written.endsWith(`.${domain}`))
}
