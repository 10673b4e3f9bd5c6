import { expect, test } from 'vitest'
import { freeInitChannels } from './init-channel.ts'

class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting'
  closes = 0
  close(): void {
    this.closes++
    this.become('closed')
  }
  become(state: RTCDataChannelState): void {
    this.readyState = state
    this.dispatchEvent(new Event(state === 'open' ? 'open' : 'close'))
  }
}

function factory(): { prototype: { createDataChannel(label: string): FakeChannel } } {
  return { prototype: { createDataChannel: () => new FakeChannel() } }
}

function heard(channel: FakeChannel, type: string): Promise<string> {
  return new Promise((resolve) => {
    channel.addEventListener(type, () => {
      resolve(type)
    })
  })
}

test('a waiter for open goes on when the channel closes before it opened', async () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('init')
  const open = heard(channel, 'open')
  channel.become('closed')
  expect(await open).toBe('open')
})

test('a waiter for open that comes after the close goes on too', async () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('init')
  channel.become('closed')
  expect(await heard(channel, 'open')).toBe('open')
})

test('so does one that comes while an open channel is closed by the other side', async () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('init')
  channel.become('open')
  channel.readyState = 'closing'
  expect(await heard(channel, 'open')).toBe('open')
  const closed = heard(channel, 'close')
  channel.become('closed')
  expect(await closed).toBe('close')
})

test('closing a closed channel answers with close, and does not close it again', async () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('init')
  channel.become('closed')
  const closed = heard(channel, 'close')
  channel.close()
  expect(await closed).toBe('close')
  expect(channel.closes).toBe(0)
})

test('a channel that opened and closed in good order says open once', () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('init')
  let opens = 0
  channel.addEventListener('open', () => opens++)
  channel.become('open')
  channel.close()
  expect(opens).toBe(1)
})

test('channels with another label are left as they are', () => {
  const { prototype } = factory()
  freeInitChannels(prototype)
  const channel = prototype.createDataChannel('kad')
  let opens = 0
  channel.addEventListener('open', () => opens++)
  channel.become('closed')
  expect(opens).toBe(0)
})

test('the change can be taken back', () => {
  const { prototype } = factory()
  const before = prototype.createDataChannel
  freeInitChannels(prototype)()
  expect(prototype.createDataChannel).toBe(before)
})
