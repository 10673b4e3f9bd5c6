// The Lab's worker: a thousand peers beside the page's thread.

import './worker-scope.ts'
import '../../src/base/polyfills.ts'
import type { FromLab, ToLab } from './lab-protocol.ts'
import { LabHost } from './lab-host.ts'

const host = new LabHost((message: FromLab) => {
  self.postMessage(message)
})

self.onmessage = ({ data }: MessageEvent<ToLab>) => {
  void host.hear(data)
}
