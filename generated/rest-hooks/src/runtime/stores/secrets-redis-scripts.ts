/** What the store of captured secrets does inside Redis: one hash for each registration. */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/**
 * Takes how long the registration may take. What a new one hands over must not need a signature
 * under the secret of one that was ended. Where nothing else is known of it, it goes with its time.
 */
export const ARM: string = `${NOW}
local deadline = string.format('%d', now + ARGV[1])
redis.call('HSET', KEYS[1], 'pending', deadline)
if redis.call('HEXISTS', KEYS[1], 'ended') == 1 then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'pending', deadline)
end
if redis.call('HLEN', KEYS[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1
`

export const DISARM = `
return redis.call('HDEL', KEYS[1], 'pending')
`

export const END = `
redis.call('HSET', KEYS[1], 'ended', '')
redis.call('HDEL', KEYS[1], 'pending')
redis.call('PERSIST', KEYS[1])
return 1
`

export const ENDED = `
return redis.call('HEXISTS', KEYS[1], 'ended')
`

export const PENDING: string = `${NOW}
local deadline = redis.call('HGET', KEYS[1], 'pending')
return deadline and deadline - now > 0 and 1 or 0
`

/** Takes the name of the secret. */
export const GET = `
return redis.call('HGET', KEYS[1], 'secret:' .. ARGV[1])
`

/** Takes the name of the secret, the value, and the value that it replaces, where there is one. */
export const PUT = `
local field = 'secret:' .. ARGV[1]
if (redis.call('HGET', KEYS[1], field) or nil) ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], field, ARGV[2])
redis.call('HDEL', KEYS[1], 'pending')
redis.call('PERSIST', KEYS[1])
return 1
`
