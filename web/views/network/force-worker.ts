// Lays graphs out beside the page, as a large one would hold it up.

import { forcePlaces, type Graph } from './force-graph.ts'

self.onmessage = ({ data }: MessageEvent<Graph>) => {
  self.postMessage(forcePlaces(data))
}
