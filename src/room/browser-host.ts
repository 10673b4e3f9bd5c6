// A libp2p host for a browser tab: WebSocket to the relay, WebRTC to the other tabs.
// Nothing that Node runs may import this file, as it brings @libp2p/webrtc with it.

import { webRTC } from '@libp2p/webrtc'
import { announceClosing } from './closed-connections.ts'
import { gatherChannels } from './gathering-channels.ts'
import { gatheringWebSockets } from './gathering-web-sockets.ts'
import { startHostOn, type HostInit, type RoomHost } from './host.ts'
import { freeInitChannels } from './init-channel.ts'
import { quickNoise } from './quick-noise.ts'

export interface BrowserHostInit extends HostInit {
  /** STUN and TURN servers. @default none: no server but the relay is contacted */
  readonly iceServers?: RTCIceServer[]
}

/** Whether the browser's own classes are as @libp2p/webrtc needs them. */
let mended = false

/** Starts a libp2p host in this tab. */
export function startBrowserHost(init: BrowserHostInit): Promise<RoomHost> {
  const webRtc = typeof RTCPeerConnection === 'function'
  if (webRtc && !mended) {
    mended = true
    freeInitChannels(RTCPeerConnection.prototype)
    announceClosing(RTCPeerConnection.prototype)
    gatherChannels(RTCDataChannel.prototype)
  }
  return startHostOn(init, {
    webRtc,
    logs: wantsLogs(),
    transports: [
      gatheringWebSockets(),
      ...(webRtc ? [webRTC({ rtcConfiguration: { iceServers: init.iceServers ?? [] } })] : []),
    ],
    encrypter: quickNoise(),
    // Under load a late ping is no sign of death: the relay's wire was seen to be cut in a burst.
  })
}

function wantsLogs(): boolean {
  try {
    return localStorage.getItem('debug') !== null
  } catch {
    return false
  }
}
