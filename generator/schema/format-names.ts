/** The formats that are known by name: those that are checked, and those that say nothing. */

/** Checked in every draft. */
export const CHECKED_FORMATS: ReadonlySet<string> = new Set([
  'byte',
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'int32',
  'int64',
  'ipv4',
  'ipv6',
  'iso-date-time',
  'iso-time',
  'json-pointer',
  'json-pointer-uri-fragment',
  'regex',
  'relative-json-pointer',
  'time',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'uuid',
])

/** Formats that say something to a person and that every value of the type has. */
export const OPEN_FORMATS: ReadonlySet<string> = new Set(['binary', 'double', 'float', 'password'])
