/** Providers of any size, made up: as many events as asked for, over 40 shared definitions. */

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const SHARED = 40

/** The files of a provider, by their path below its folder. */
export function syntheticProvider(count: number): Readonly<Record<string, unknown>> {
  const indexes = Array.from({ length: count }, (_, index) => index)
  return {
    'webhooks.json': { auth: { type: 'standardWebhooks' } },
    '_common.json': { $schema: DIALECT, $defs: sharedDefinitions() },
    ...Object.fromEntries(
      indexes.map((index) => [`events/${nameOf(index)}.json`, eventSchema(index)]),
    ),
  }
}

export function nameOf(index: number): string {
  return `group${index % 50}.event${index}`
}

function sharedDefinitions(): Readonly<Record<string, unknown>> {
  const indexes = Array.from({ length: SHARED }, (_, index) => index)
  return Object.fromEntries(
    indexes.map((index) => {
      const properties = {
        id: { type: 'string', format: 'uuid' },
        name: { type: 'string', minLength: 1 },
        at: { type: 'string', format: 'date-time' },
        [`count${index}`]: { type: 'integer' },
        ...(index > 0 && { next: { $ref: `#/$defs/Shared${index >> 1}` } }),
      }
      return [`Shared${index}`, { type: 'object', required: ['id', 'name'], properties }]
    }),
  )
}

function eventSchema(index: number): unknown {
  const shared = (number: number) => ({
    $ref: `../_common.json#/$defs/Shared${number % SHARED}`,
  })
  const properties = {
    object: shared(index),
    previous: shared(index * 7),
    [`field${index}`]: { type: ['string', 'null'], maxLength: 100 },
    amount: { type: 'number', minimum: 0 },
    status: { enum: ['open', 'closed', `state${index}`] },
  }
  return {
    $schema: DIALECT,
    type: 'object',
    required: ['type', 'data'],
    properties: {
      type: { const: nameOf(index) },
      id: { type: 'string' },
      data: { type: 'object', required: ['object'], properties },
    },
  }
}
