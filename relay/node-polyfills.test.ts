// What Node lacks.

import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import './node-polyfills.ts'

test('a socket whose connection is reset ends with a close, though nobody listens for errors', async () => {
  const server = createServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  const closed = await new Promise((resolve) =>
    socket.addEventListener('close', () => resolve(true)),
  )
  expect(closed).toBe(true)
  server.close()
})
