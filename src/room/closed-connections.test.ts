import { expect, test } from 'vitest'
import { announceClosing } from './closed-connections.ts'

/** Closes silently, as a browser's `RTCPeerConnection` does when it is told to. */
class SilentConnection extends EventTarget {
  closed = 0
  close(): void {
    this.closed += 1
  }
}

test('who listens hears once that a connection was closed, however often it is', () => {
  const restore = announceClosing(SilentConnection.prototype)
  const [connection, other] = [new SilentConnection(), new SilentConnection()]
  const heard: string[] = []
  connection.addEventListener('close', () => heard.push(`closed ${connection.closed.toString()}`))
  other.addEventListener('close', () => heard.push('the other'))
  connection.close()
  connection.close()
  expect(heard).toEqual(['closed 1'])
  expect(connection.closed).toBe(2)
  restore()
  other.close()
  expect(heard).toEqual(['closed 1'])
})
