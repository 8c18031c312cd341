/** Patterns of hosts: label by label, and a region is none but a region. */
import { expect, test } from 'vitest'
import { isHost } from '../../../templates/runtime/remote/hosts.js'

const REGIONAL = 'sns.{region}.amazonaws.com'

test.each([
  'eu-west-1',
  'us-gov-west-1',
  'ap-southeast-2',
  'cn-north-1',
  'us-isob-east-1',
  'mx-central-1',
])('the region %s', (region) => {
  expect(isHost(`sns.${region}.amazonaws.com`, REGIONAL)).toBe(true)
})

test.each([
  's3',
  's3-us-west-2',
  's3-website-us-east-1',
  'dualstack',
  'us-east-1.s3',
  'eu-west-1.evil',
  'eu-west',
  '-west-1',
  'EU-WEST-1',
  'eu-west-1a',
  '',
  '*',
  '{region}',
])('%j is no region', (label) => {
  expect(isHost(`sns.${label}.amazonaws.com`, REGIONAL)).toBe(false)
})

test.each([
  ['sns.eu-west-1.amazonaws.com.evil.example', REGIONAL],
  ['evil.sns.eu-west-1.amazonaws.com', REGIONAL],
  ['sns.eu-west-1.amazonaws.com.cn', REGIONAL],
  ['a.b.example.com', '*.example.com'],
  ['.example.com', '*.example.com'],
  ['a.example.com:8443', '*.example.com'],
])('%s is not of %s', (host, pattern) => {
  expect(isHost(host, pattern)).toBe(false)
})
