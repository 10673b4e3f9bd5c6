// Whoever started the relay sees, on their own machine, the address that leads others to it.

import { expect, test } from '@playwright/test'
import { peerIdOf } from './room.ts'
import { reasonAgainstHosts, startTestHosts } from './test-hosts.ts'

const reason = reasonAgainstHosts()

test('a page at localhost invites others to the address of its machine in the network', async () => {
  test.skip(reason !== undefined, reason)
  test.setTimeout(120_000)
  const hosts = await startTestHosts()
  try {
    const browser = await hosts.browseOnRouter()
    const page = await (await browser.newContext()).newPage()
    await page.goto('http://localhost:8080/?room=blue')
    await peerIdOf(page)
    const start = page.getByTestId('start')
    const address = `${hosts.url}/?room=blue`
    await expect(start.getByRole('link')).toHaveText(address)
    await expect(start.getByTestId('qr')).toHaveAccessibleName(`QR code of ${address}`)

    // The address leads another machine into the same room.
    const other = await (await hosts.browsers[0].newContext()).newPage()
    await other.goto(address)
    const peer = await peerIdOf(other)
    await expect
      .poll(async () => {
        const { connections } = await page.evaluate(() => window.kadscope.snapshot())
        return connections.map((wire) => wire.peer)
      })
      .toContain(peer)
  } finally {
    await hosts.stop()
  }
})
