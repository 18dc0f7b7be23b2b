"""What Redis does in one step. A job's events are a stream whose ids are their numbers: `7-0` is the seventh."""

APPEND = """
-- KEYS: stream, marker. ARGV: expected, oldest, is forced, seconds to keep, channel, then line and mark of each event.
-- Appends the events after number `expected`. Events that are there already are left alone, so that a call may be made
-- again. Returns the number of the last event; -1 where the last one of all is there; and, without appending, a
-- smaller number than `expected` where events are missing that the caller should bring first, unless it is forced.
local tail = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = 0
if tail[1] then
    last = tonumber(string.match(tail[1][1], '^%d+'))
    if #tail[1][2] > 2 then return -1 end
end
local number = tonumber(ARGV[1])
if last < number and ARGV[3] == '0' then return last end
for place = 6, #ARGV, 2 do
    number = number + 1
    if number > last then
        if ARGV[place + 1] == '1' then
            redis.call('XADD', KEYS[1], number .. '-0', 'l', ARGV[place], 'e', '1')
        else
            redis.call('XADD', KEYS[1], number .. '-0', 'l', ARGV[place])
        end
    end
end
redis.call('XTRIM', KEYS[1], 'MINID', ARGV[2] .. '-0')
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[4])
redis.call('PUBLISH', ARGV[5], number)
return number
"""

CLOSE = """
-- KEYS: stream, marker. ARGV: line, seconds to keep, channel. Adds the last event of a job that is known, unless it is
-- there.
local tail = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = 0
if tail[1] then
    last = tonumber(string.match(tail[1][1], '^%d+'))
    if #tail[1][2] > 2 then return -1 end
elseif redis.call('EXISTS', KEYS[2]) == 0 then
    return 0
end
redis.call('XADD', KEYS[1], (last + 1) .. '-0', 'l', ARGV[1], 'e', '1')
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
redis.call('PUBLISH', ARGV[3], last + 1)
return last + 1
"""

TAKE = """
-- KEYS: stream, cursor. ARGV: seconds to keep, most events. Returns the cursor and the events after it, and moves it.
local taken = redis.call('GET', KEYS[2]) or '0'
local entries = redis.call('XRANGE', KEYS[1], '(' .. taken .. '-0', '+', 'COUNT', ARGV[2])
if #entries > 0 then
    redis.call('SET', KEYS[2], string.match(entries[#entries][1], '^%d+'), 'EX', ARGV[1])
end
return {taken, entries}
"""
