/** The formats that validators assert, and which function of the runtime checks each. */

export interface FormatCheck {
  /** File in `templates/runtime/checks`, without extension. */
  readonly file: string
  readonly name: string
  readonly type: 'string' | 'number'
}

const FILES: readonly (readonly [file: string, checks: Readonly<Record<string, string>>])[] = [
  ['format-byte', { byte: 'isByte' }],
  [
    'format-date-time',
    {
      date: 'isDate',
      time: 'isTime',
      'date-time': 'isDateTime',
      'iso-time': 'isIsoTime',
      'iso-date-time': 'isIsoDateTime',
    },
  ],
  ['format-duration', { duration: 'isDuration' }],
  ['format-email', { email: 'isEmail' }],
  ['format-hostname', { hostname: 'isHostname' }],
  ['format-ip', { ipv4: 'isIpv4', ipv6: 'isIpv6' }],
  [
    'format-json-pointer',
    {
      'json-pointer': 'isJsonPointer',
      'json-pointer-uri-fragment': 'isJsonPointerUriFragment',
      'relative-json-pointer': 'isRelativeJsonPointer',
    },
  ],
  ['format-number', { int32: 'isInt32', int64: 'isInt64' }],
  ['format-regex', { regex: 'isRegex' }],
  ['format-uri', { uri: 'isUri', 'uri-reference': 'isUriReference' }],
  ['format-uri-template', { 'uri-template': 'isUriTemplate' }],
  ['format-url', { url: 'isUrl' }],
  ['format-uuid', { uuid: 'isUuid' }],
]

export const FORMATS: ReadonlyMap<string, FormatCheck> = new Map(
  FILES.flatMap(([file, checks]) =>
    Object.entries(checks).map(([format, name]): [string, FormatCheck] => [
      format,
      { file, name, type: file === 'format-number' ? 'number' : 'string' },
    ]),
  ),
)
