/**
 * What the store does inside Redis. A script runs alone, and the clock is that of the server. The
 * first write is always one that a server without memory refuses, so that a script that fails has
 * changed nothing.
 */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

const HELD = `
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
`

/**
 * Takes a token, the length of the lease, and how long what it leaves behind outlives it. A client
 * that lost the answer and sends the command again gets the lease that it took.
 */
export const RESERVE: string = `${NOW}
local done, token, lease = unpack(redis.call('HMGET', KEYS[1], 'done', 'token', 'lease'))
if done then return { 'done', done } end
local left = lease and lease - now or 0
if left > 0 and token ~= ARGV[1] then return { 'busy', string.format('%d', left) } end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'lease', string.format('%d', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], string.format('%d', ARGV[2] + ARGV[3]))
local answer = { 'reserved' }
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 3) == 'ok:' then answer[#answer + 1] = string.sub(field, 4) end
end
return answer
`

/** Takes the token, the length of the lease, and how long what it leaves behind outlives it. */
export const EXTEND: string = `${NOW}${HELD}
redis.call('HSET', KEYS[1], 'lease', string.format('%d', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], string.format('%d', ARGV[2] + ARGV[3]))
return 1
`

/** Takes the token and the name of the handler. */
export const SUCCEED: string = `${HELD}
redis.call('HSET', KEYS[1], 'ok:' .. ARGV[2], '')
return 1
`

/** Takes the token, the time to keep, and the answer to the sender. */
export const COMPLETE: string = `${HELD}
redis.call('HSET', KEYS[1], 'done', ARGV[3])
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field ~= 'done' then redis.call('HDEL', KEYS[1], field) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`

/** Takes the token and the time to keep. A hash that holds nothing else is gone with its last field. */
export const FAIL: string = `${HELD}
redis.call('HDEL', KEYS[1], 'token', 'lease')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`

/** Takes the position and the time to keep. Lua itself compares text by the locale of the server. */
export const ADVANCE = `
local function isBelow(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
local seen = redis.call('GET', KEYS[1])
if seen and isBelow(ARGV[1], seen) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`
