// The Network picture on the screen: cytoscape between a ground canvas and two that lie over it.

import type { Core } from 'cytoscape'
import type { PeerName } from '../../../src/kad/kad-id.ts'
import type { Message } from '../../../src/world/world.ts'
import { clearCanvas, readPalette, type Palette, type Viewport } from '../../draw/canvas.ts'
import type { Tone } from '../../draw/colour.ts'
import type { FlightTimes } from '../../draw/flight.ts'
import type { LabMarks } from '../../draw/lab-marks.ts'
import { litLookups, MessageWatch } from '../../draw/messages.ts'
import type { NetworkFrame } from '../../draw/network-frame.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import type { Point } from '../../draw/ring.ts'
import type { Rates } from '../../draw/wires.ts'
import { FrameTurns } from '../../state/after-frame.ts'
import { LEAST, portionFit } from '../../state/grown.svelte.ts'
import type { Frame } from '../../state/player.svelte.ts'
import { paintMarks } from '../lab/paint-marks.ts'
import { createGraph, showScene, type GraphEvents } from './cytoscape-graph.ts'
import { graphStyle } from './graph-style.ts'
import { paintKnows, paintRing } from './paint-ground.ts'
import { paintMessage, paintWay, placesOf } from './paint-messages.ts'
import { paintNames } from './paint-names.ts'
import { paintPlaces } from './paint-places.ts'
import { paintRates } from './paint-rates.ts'

/** What stands still in the picture. */
export interface Still {
  readonly scene: NetworkScene
  readonly frame: NetworkFrame
  readonly tone: Tone
  readonly hovered: PeerName | undefined
  /** Messages a second over each wire. */
  readonly rates: Rates
  /** Faults in force. */
  readonly marks: LabMarks
}

/** What moves in it. */
export interface Moving extends Frame {
  readonly own: PeerName | undefined
  readonly lookup: string | undefined
  /** How many times slower than real the page runs. */
  readonly stretch: number
  readonly flightOf: (message: Message) => FlightTimes
}

/** Below this stretch a message is too fast to be seen on its way. */
const SLOW_ENOUGH = 4

/** Owns the layers in a box; `show` draws what stands still, `tick` what moves. */
export class NetworkPicture {
  readonly #graph: Core
  readonly #ground: HTMLCanvasElement
  readonly #names: HTMLCanvasElement
  readonly #overlay: HTMLCanvasElement
  readonly #watch = new MessageWatch()
  #still: Still | undefined
  #moving: Moving | undefined
  #palette: Palette | undefined
  #clean = true
  #placing = false
  /** New elements at once: hundreds took cytoscape a tenth of a second, the first 25 of a page 50 ms. */
  readonly #portion = portionFit(LEAST)
  readonly #turns = new FrameTurns()
  #forgetMore = (): void => undefined

  constructor(box: HTMLElement, events: Omit<GraphEvents, 'onViewport'>) {
    this.#ground = layer(box)
    const middle = box.appendChild(document.createElement('div'))
    middle.style.cssText = 'position:absolute;inset:0'
    // Messages pass under what is written.
    this.#overlay = layer(box)
    this.#names = layer(box)
    this.#graph = createGraph(middle, {
      ...events,
      onViewport: () => {
        if (!this.#placing) this.#paint()
      },
    })
  }

  /** Shows a scene; cheap when little has changed. */
  show(still: Still): void {
    const before = this.#still
    this.#still = still
    if (before?.tone !== still.tone || before.frame.text !== still.frame.text) {
      this.#palette = readPalette(this.#overlay)
      this.#graph.style(graphStyle(still.tone, still.frame.text))
    }
    if (before?.scene !== still.scene || before.tone !== still.tone) {
      this.#showElements(still)
    }
    const { width, height } = still.frame
    if (before?.frame.width !== width || before.frame.height !== height) {
      this.#place(width, height)
    }
    this.#paint()
  }

  /** Draws one frame of what moves. */
  tick(moving: Moving): void {
    this.#moving = moving
    this.#paintMoving()
  }

  /** Where a point of the screen lies in the scene. */
  toScene({ x, y }: Point): Point {
    const box = this.#overlay.getBoundingClientRect()
    const { x: panX, y: panY, zoom } = this.#viewport()
    return { x: (x - box.left - panX) / zoom, y: (y - box.top - panY) / zoom }
  }

  /** Takes everything down. */
  destroy(): void {
    this.#forgetMore()
    this.#graph.destroy()
    for (const part of [this.#ground, this.#names, this.#overlay]) part.remove()
  }

  /** Many new elements come in portions, each drawn before the next, so that none holds the page up. */
  #showElements({ scene, tone }: Still): void {
    this.#forgetMore()
    if (!showScene(this.#graph, scene, tone, this.#portion.size)) return
    this.#forgetMore = this.#turns.next((frameMs) => {
      this.#portion.took(frameMs)
      if (this.#still !== undefined) this.#showElements(this.#still)
    })
  }

  #place(width: number, height: number): void {
    this.#placing = true
    this.#graph.resize()
    this.#graph.viewport({ zoom: 1, pan: { x: width / 2, y: height / 2 } })
    this.#placing = false
  }

  #viewport(): Viewport {
    return { ...this.#graph.pan(), zoom: this.#graph.zoom() }
  }

  #paint(): void {
    this.#paintStill()
    // What is under way is drawn by the next frame; there is none while all stands still.
    if (this.#moving?.mode === 'paused') this.#paintMoving()
  }

  #paintMoving(): void {
    const [still, palette, moving] = [this.#still, this.#palette, this.#moving]
    if (still === undefined || palette === undefined || moving === undefined) return
    const pulsing = moving.mode !== 'paused' && moving.stretch < SLOW_ENOUGH
    const watch = { ...moving, pulsing }
    const seen = this.#watch.see(watch)
    const ways = litLookups(watch)
    if (seen.length === 0 && ways.length === 0 && this.#clean) return
    this.#clean = seen.length === 0 && ways.length === 0
    const context = clearCanvas(this.#overlay, still.frame, this.#viewport())
    if (context === undefined) return
    const places = placesOf(still.scene)
    for (const way of ways) paintWay(context, way, places, { tone: still.tone, at: moving.at })
    for (const one of seen) paintMessage(context, one, places, palette)
  }

  #paintStill(): void {
    const still = this.#still
    const palette = this.#palette
    if (still === undefined || palette === undefined) return
    const { scene, tone, frame, hovered, rates, marks } = still
    const ground = clearCanvas(this.#ground, frame, this.#viewport())
    if (ground !== undefined) {
      paintRing(ground, scene, { palette, tone, text: frame.text })
      paintRates(ground, scene, rates, palette)
      paintKnows(ground, scene, tone)
    }
    const names = clearCanvas(this.#names, frame, this.#viewport())
    if (names === undefined) return
    paintPlaces(names, scene, { palette, tone, text: frame.text })
    paintMarks(names, marks, palette)
    // No sign hides what is written.
    paintNames(names, scene, palette, frame.text)
    const under = scene.peers.find((peer) => peer.peerId === hovered)
    if (under === undefined) return
    names.strokeStyle = palette.ink
    names.lineWidth = 1.5
    names.beginPath()
    names.arc(under.x, under.y, under.radius + 4, 0, 2 * Math.PI)
    names.stroke()
  }
}

function layer(box: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.className = 'layer'
  return box.appendChild(canvas)
}
