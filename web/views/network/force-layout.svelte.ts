// The places by wires: asked of a worker when the graph has changed, and kept while it has not.

import type { Point } from '../../draw/ring.ts'
import type { Graph, Placed } from './force-graph.ts'

/** Starts the worker with the first graph; one graph is laid out at a time. */
export class ForceLayout {
  #places = $state.raw<ReadonlyMap<string, Point>>(new Map())
  #worker: Worker | undefined
  /** The graph of `#places` or, while the worker is busy, the one that it lays out. */
  #shown = ''
  #busy = $state(false)
  #next: { readonly graph: Graph; readonly text: string } | undefined

  /** The latest places, by node; empty before the first. */
  get places(): ReadonlyMap<string, Point> {
    return this.#places
  }

  /** Whether places of a newer graph are on their way. */
  get busy(): boolean {
    return this.#busy
  }

  /** Asks for the places of a graph; nothing happens when it is the one that was asked for last. */
  layOut(graph: Graph): void {
    const text = JSON.stringify(graph)
    if (text === (this.#next?.text ?? this.#shown)) return
    this.#next = { graph, text }
    if (!this.#busy) this.#ask()
  }

  stop(): void {
    this.#worker?.terminate()
  }

  #ask(): void {
    const { graph, text } = this.#next ?? {}
    if (graph === undefined || text === undefined) return
    this.#next = undefined
    this.#shown = text
    this.#busy = true
    this.#worker ??= this.#start()
    this.#worker.postMessage(graph)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./force-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<readonly Placed[]>) => {
      this.#places = new Map(data)
      this.#busy = false
      this.#ask()
    }
    return worker
  }
}
