// Kadscope's peer in a tab without what shows it: nothing is observed, folded or drawn.
// /?relay=URL

import '../../src/base/polyfills.ts'
import { startBrowserHost } from '../../src/room/browser-host.ts'
import { parseBootstrap } from '../../src/room/find-room.ts'
import { joinRoom } from '../../src/room/join-room.ts'
import { newIdentity } from '../../src/room/new-identity.ts'
import type { TabApi } from '../tab-api.ts'

const relay = new URLSearchParams(location.search).get('relay') ?? ''

const { peer } = await joinRoom({
  privateKey: await newIdentity(),
  startHost: startBrowserHost,
  bootstraps: [parseBootstrap(relay)],
  hears: 'never',
})

const api: TabApi = {
  ready: peer.ready,
  peerId: () => peer.snapshot().peerId,
  closest: (key) => peer.closest(key),
  async put(key, value) {
    await peer.put(value, { key })
  },
  async get(key) {
    await peer.get(key)
  },
  connections: () => peer.snapshot().connections.map(({ peer, path }) => ({ peer, path })),
}
Object.assign(window, { bench: api })
