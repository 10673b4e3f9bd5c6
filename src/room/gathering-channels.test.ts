import { expect, test } from 'vitest'
import { nextTurn } from '../base/next-turn.ts'
import { gatherChannels } from './gathering-channels.ts'

class FakeChannel {
  readyState: RTCDataChannelState = 'open'
  readonly sent: unknown[] = []
  readonly done: string[] = []
  isFull = false

  send(data: unknown): void {
    if (this.isFull) throw new DOMException('The queue is full.', 'OperationError')
    if (this.readyState !== 'open') throw new DOMException('It is closed.', 'InvalidStateError')
    this.sent.push(data instanceof Uint8Array ? [...data] : data)
    this.done.push('send')
  }

  close(): void {
    this.readyState = 'closing'
    this.done.push('close')
  }
}

/** A class of its own, as the change is made to a class. */
function gathering(): { channel: FakeChannel; takeBack: () => void } {
  class Channel extends FakeChannel {
    override send(data: unknown): void {
      super.send(data)
    }
    override close(): void {
      super.close()
    }
  }
  const takeBack = gatherChannels(Channel.prototype)
  return { channel: new Channel(), takeBack }
}

test('what is sent within a turn, also by what waits for it, goes as one message', async () => {
  const { channel } = gathering()
  channel.send(Uint8Array.of(1))
  await Promise.resolve()
  channel.send(Uint8Array.of(2, 3))
  expect(channel.sent).toEqual([])
  await nextTurn()
  expect(channel.sent).toEqual([[1, 2, 3]])
  channel.send(Uint8Array.of(4))
  await nextTurn()
  expect(channel.sent).toEqual([[1, 2, 3], [4]])
})

test('channels do not mix, and a channel that closes sends first', async () => {
  const { channel } = gathering()
  const other = new (channel.constructor as typeof FakeChannel)()
  channel.send(Uint8Array.of(1))
  other.send(Uint8Array.of(2))
  channel.close()
  expect(channel.done).toEqual(['send', 'close'])
  await nextTurn()
  expect([channel.sent, other.sent]).toEqual([[[1]], [[2]]])
})

test('no message is longer than all implementations can receive', async () => {
  const { channel } = gathering()
  for (let count = 0; count < 5; count++) channel.send(new Uint8Array(5_000))
  await nextTurn()
  const lengths = channel.sent.map((sent) => (sent as number[]).length)
  expect(lengths).toEqual([15_000, 10_000])
})

test('what is no bytes goes in its turn', async () => {
  const { channel } = gathering()
  channel.send(Uint8Array.of(1))
  channel.send('text')
  await nextTurn()
  expect(channel.sent).toEqual([[1], 'text'])
})

test('a channel that closes before the turn is over loses what nobody would read', async () => {
  const { channel } = gathering()
  channel.send(Uint8Array.of(1))
  channel.readyState = 'closed'
  await nextTurn()
  expect(channel.sent).toEqual([])
  expect(() => {
    channel.send(Uint8Array.of(2))
  }).toThrow('It is closed.')
})

test('a channel that can take no more is closed, which its reader and writer hear', async () => {
  const { channel } = gathering()
  channel.isFull = true
  channel.send(Uint8Array.of(1))
  await nextTurn()
  expect(channel.done).toEqual(['close'])
})

test('the change can be taken back', () => {
  const { channel, takeBack } = gathering()
  takeBack()
  channel.send(Uint8Array.of(1))
  expect(channel.sent).toEqual([[1]])
})
