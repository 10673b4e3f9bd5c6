import { expect, test } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import { encodeTrace, traceHeader, TraceLineError } from '../../src/event/trace.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { readTrace } from './read-trace.ts'
import { replaySession } from './replay-session.ts'

const room = new ModelRoom(4, 4)
for (let i = 0; i < 12; i += 1) room.join(1000 + i * 100)
const told = room.drain()
const text = encodeTrace(traceHeader({ startedAt: 1000, title: 'Twelve join' }), told)

test('a recording is handed out whole and in its order', async () => {
  const session = replaySession(await readTrace(text))
  const heard: Envelope[] = []
  session.onEnvelopes((batch) => heard.push(...batch))
  await session.complete
  expect(heard).toEqual(told)
  expect([session.tier, session.title]).toEqual(['replay', 'Twelve join'])
})

test('nothing is handed out after the session was left', async () => {
  const session = replaySession(await readTrace(text))
  let batches = 0
  const stop = session.onEnvelopes(() => {
    batches += 1
    stop()
  })
  await session.complete
  expect(batches).toBe(1)
})

test('a damaged line is refused with its number and the reason', async () => {
  const lines = text.split('\n')
  lines[6] = '{"seq":-1}'
  const reading = readTrace(lines.join('\n'))
  await expect(reading).rejects.toThrow(TraceLineError)
  await expect(reading).rejects.toMatchObject({ line: 7 })
})
