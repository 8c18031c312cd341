/** Texts that providers sign, composed as a generated SDK composes them. */
import { expect, test } from 'vitest'
import { crc32 } from '../../../templates/runtime/expr/crc32.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { join } from '../../../templates/runtime/expr/value.js'
import { delivery } from './deliveries.js'

const SALE = 'https://api.sandbox.paypal.com/v1/payments/sale/4EU7004268015634R'
const PARENT = 'https://api.sandbox.paypal.com/v1/payments/payment/PAY-86C81811X5228590KKVNARQQ'
const EVENT =
  'https://api.sandbox.paypal.com/v1/notifications/webhooks-events/WH-0G2756385H040842W-5Y612302CV158622M'

/** The body of PayPal's own test of the signed text (paypal/PayPal-Python-SDK). */
const BODY = JSON.stringify({
  id: 'WH-0G2756385H040842W-5Y612302CV158622M',
  create_time: '2015-05-18T15:45:13Z',
  resource_type: 'sale',
  event_type: 'PAYMENT.SALE.COMPLETED',
  summary: 'Payment completed for $ 20.0 USD',
  resource: {
    id: '4EU7004268015634R',
    create_time: '2015-05-18T15:44:02Z',
    update_time: '2015-05-18T15:44:21Z',
    amount: { total: '20.00', currency: 'USD' },
    payment_mode: 'INSTANT_TRANSFER',
    state: 'completed',
    protection_eligibility: 'ELIGIBLE',
    protection_eligibility_type: 'ITEM_NOT_RECEIVED_ELIGIBLE,UNAUTHORIZED_PAYMENT_ELIGIBLE',
    parent_payment: 'PAY-86C81811X5228590KKVNARQQ',
    transaction_fee: { value: '0.88', currency: 'USD' },
    links: [
      { href: SALE, rel: 'self', method: 'GET' },
      { href: `${SALE}/refund`, rel: 'refund', method: 'POST' },
      { href: PARENT, rel: 'parent_payment', method: 'GET' },
    ],
  },
  links: [
    { href: EVENT, rel: 'self', method: 'GET' },
    { href: `${EVENT}/resend`, rel: 'resend', method: 'POST' },
  ],
})

test('PayPal: transmission id, time, webhook id and the checksum of the body', () => {
  const d = delivery({
    headers: {
      'PAYPAL-TRANSMISSION-ID': 'dfb3be50-fd74-11e4-8bf3-77339302725b',
      'PAYPAL-TRANSMISSION-TIME': '2015-05-18T15:45:13Z',
    },
    body: BODY,
  })
  expect(
    join(
      header(d, 'paypal-transmission-id'),
      '|',
      header(d, 'paypal-transmission-time'),
      '|',
      '4JH86294D6297924G',
      '|',
      crc32(d.body),
    ),
  ).toBe('dfb3be50-fd74-11e4-8bf3-77339302725b|2015-05-18T15:45:13Z|4JH86294D6297924G|2771810304')
})
