import '../src/base/polyfills.ts'
import { setMaxListeners } from 'node:events'
import { seededRandom } from '../src/base/random.ts'
import { realClock } from '../src/base/clock.ts'
import { Population } from '../src/lab/population.ts'
import { Weather } from '../src/lab/fabric/weather.ts'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
setMaxListeners(0)
if (process.env.NOTIMEOUT) (AbortSignal as any).timeout = () => new AbortController().signal
const n = Number(process.argv[2] ?? 64)
const k = Number(process.argv[3] ?? 4)
const random = seededRandom(1)
const counts: Record<string, number> = {}
let ready = 0
const t0 = performance.now()
const c0 = process.cpuUsage()
let tReady = 0
const pop = new Population({
  rules: { room: 'lab', protocol: '/kadscope/lab/kad/1.0.0', k, alpha: 3, disjointPaths: 1, expireMs: 600_000, maxValueBytes: 16384 },
  clock: realClock, random, weather: new Weather({ random }),
  onEnvelope(e) { if (e.event.kind==='rpc.failed' && (counts['rpc.failed']??0) < 3) console.log(e.event);counts[e.event.kind] = (counts[e.event.kind] ?? 0) + 1
    if (e.event.kind === 'join.advanced' && e.event.stage === 'ready') { ready++; if (ready === n) tReady = performance.now() } },
})
const peers = await pop.burst(n)
const t1 = performance.now()
const c01=process.cpuUsage(c0).user/1000|0; console.log('start cpu', c01)
while (tReady === 0) await new Promise((r) => setTimeout(r, 10))
console.log(n, 'k', k, 'started', (t1 - t0).toFixed(0), 'ready', (tReady - t0).toFixed(0), 'msgs', pop.fabric.counts.messages, 'wires', pop.fabric.counts.wires, 'cpuMs', process.cpuUsage(c0).user / 1000 | 0)
const c1 = process.cpuUsage()
console.log(JSON.stringify(counts))
let good = 0, total = 0, found = 0
const t2 = performance.now()
await Promise.all(peers.map(async (peer, i) => {
  const key = `/u/key-${i}` as RecordKey
  const got = await peer.closest(key)
  const want = closestTo(kadIdOfKey(key), peers.filter((p) => p !== peer).map((p) => p.peerId), k, kadIdOfPeer)
  const hits = want.filter((w) => got.includes(w)).length
  total += k; found += hits; if (hits === k) good++
}))
const t3 = performance.now()
console.log('lookup cpu ms', process.cpuUsage(c1).user/1000/n)
console.log('recall', (found / total).toFixed(4), 'exact', good, '/', n, 'lookups/s', (n / (t3 - t2) * 1000).toFixed(0), 'msgs', pop.fabric.counts.messages, 'rss', (process.memoryUsage().rss / 1e6).toFixed(0), 'heap', (process.memoryUsage().heapUsed/1e6).toFixed(0))
process.exit(0)
