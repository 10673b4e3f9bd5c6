// Measures one network and prints its figures as JSON: node lab-run.js KIND PEERS

import '../src/base/polyfills.ts'
import { setMaxListeners } from 'node:events'
import type { LabFigures } from './lab-figures.ts'
import { measureDhtRpc } from './lab-dht-rpc.ts'
import { measureLab } from './lab-kadscope.ts'
import { measureLibp2p } from './lab-libp2p.ts'

const [kind = 'lab', peers = '64'] = process.argv.slice(2)
const measures: Record<string, (peers: number) => Promise<LabFigures>> = {
  lab: measureLab,
  libp2p: measureLibp2p,
  'dht-rpc': measureDhtRpc,
}
setMaxListeners(0)
try {
  const figures = await measures[kind]?.(Number(peers))
  console.log(JSON.stringify(figures))
} catch (thrown) {
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(String(thrown))?.[1]
  console.log(missing === undefined ? String(thrown) : `${missing} is not installed`)
}
process.exit(0)
