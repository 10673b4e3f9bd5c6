// What the Network view shows, derived from the World: each part made anew only when it changes.

import { untrack } from 'svelte'
import { SvelteSet } from 'svelte/reactivity'
import { labMarks, NO_ATTACKERS, type Attackers } from '../../draw/lab-marks.ts'
import { LAYOUTS, type NetworkFrame } from '../../draw/network-frame.ts'
import { networkGraph } from '../../draw/network-graph.ts'
import { networkScene } from '../../draw/network-scene.ts'
import { hoverSentence } from '../../draw/network-words.ts'
import { MOST_SINGLE } from '../../draw/prefix-groups.ts'
import { startState } from '../../draw/start-state.ts'
import { sameCrowd, sameList } from '../../draw/sameness.ts'
import { sameTargets, targetsOf } from '../../draw/targets.ts'
import { ratesOf, type Rates } from '../../draw/wires.ts'
import { smallTextPx } from '../../parts/text-size.ts'
import { AddressChoice } from '../../state/address-choice.svelte.ts'
import type { App } from '../../state/app.ts'
import { FEW } from '../../state/portions.svelte.ts'
import { Steady } from '../../state/steady.svelte.ts'
import { ForceLayout } from './force-layout.svelte.ts'
import type { GraphEvents } from './cytoscape-graph.ts'
import type { Still } from './network-picture.ts'

const NO_RATES: Rates = new Map()

/** As many faults as are told in the picture's corner, and a line for the rest. */
const MOST_NOTES = 6

/** In a crowd a line stands for many wires, and one of them comes or goes all the time; milliseconds. */
const CROWD_MS = 250

/** The state of one Network view. */
export class NetworkState {
  readonly #app: Pick<App, 'player' | 'selection' | 'theme'>
  readonly layout = new AddressChoice('layout', LAYOUTS)
  readonly force = new ForceLayout()
  readonly #opened = new SvelteSet<string>()
  /** Pixels of the picture. */
  width = $state(0)
  height = $state(0)
  /** Pixels of the words in the middle of an empty ring. */
  middleWidth = $state(0)
  middleHeight = $state(0)
  /** Whether it is drawn who knows whom. */
  knows = $state(false)
  #wire = $state<string | undefined>()
  #group = $state<string | undefined>()
  /** Who attacks, in a Lab. */
  attackers = $state.raw<Attackers>(NO_ATTACKERS)
  /** The Lab tells them again and again; the same ones are no reason to paint. */
  readonly #attackers = new Steady(
    () => this.attackers,
    (before, next) =>
      sameList(before.attackers, next.attackers) && sameList(before.accomplices, next.accomplices),
  )

  constructor(app: Pick<App, 'player' | 'selection' | 'theme'>) {
    this.#app = app
  }

  /** Whether so many are there that what is made of them takes a task of its own. */
  readonly isCrowd = $derived.by(() => this.#app.player.world.peers.size > FEW)

  readonly #text = $derived.by(() => (this.width + this.height > 0 ? smallTextPx() : 12))

  /** Steady, or the scene would be made anew each frame. */
  readonly #targets = new Steady(() => {
    const { player, selection } = this.#app
    const { key, lookup } = selection
    const { world, at, own, stretch } = player
    return targetsOf({ key, lookup, world, at, own, stretch })
  }, sameTargets)

  readonly #middle = $derived.by(() =>
    this.start === 'in' ? undefined : { width: this.middleWidth, height: this.middleHeight },
  )

  readonly frame: NetworkFrame = $derived.by(() => ({
    width: this.width,
    height: this.height,
    text: this.#text,
    own: this.#app.player.own,
    selected: this.#app.selection.peers,
    targets: this.#targets.value,
    knows: this.knows,
    middle: this.#middle,
    notes: Math.min(MOST_NOTES, this.#faults.size),
    arrangement: { layout: this.layout.value, opened: this.#opened, forced: this.force.places },
  }))

  /** Who is there and how they are wired; of a crowd that nobody watches closely, now and then. */
  readonly #wiring = new Steady(
    () => {
      const { wired, at, mode, stretch } = this.#app.player
      const closely = wired.peers.size <= MOST_SINGLE || mode === 'paused' || stretch > 1
      return { wired, moment: closely ? undefined : Math.floor(at / CROWD_MS) }
    },
    (before, { wired, moment }) =>
      before.wired === wired ||
      (moment !== undefined && moment === before.moment && sameCrowd(before.wired, wired)),
  )

  /** Arcs are drawn from tables, which change more often than wires. */
  readonly scene = $derived.by(() =>
    networkScene(this.knows ? this.#app.player.world : this.#wiring.value.wired, this.frame),
  )

  /** Counted anew each second; messages come and go far more often. */
  readonly #second = $derived.by(() => Math.floor(this.#app.player.at / 1000))

  readonly rates = $derived.by(() => {
    const { player } = this.#app
    const until = this.#second * 1000
    // Standing still, the rates are those of the moment, whichever way one came to it.
    const next =
      player.mode === 'paused'
        ? ratesOf(player.world, player.at)
        : untrack(() => ratesOf(player.world, Math.max(until, player.at)))
    // The same object while nothing is sent, or the picture would be painted anew.
    return next.size === 0 ? NO_RATES : next
  })

  readonly #faults = $derived.by(() => this.#app.player.world.faults)

  readonly marks = $derived.by(() => {
    const world = { faults: this.#faults, peers: this.#wiring.value.wired.peers }
    return labMarks(this.scene, world, this.#attackers.value)
  })

  /** How far the tab has come: once it has company, only wires can change that. */
  readonly start = $derived.by(() => {
    const { wired, own } = this.#app.player
    return startState(wired, own) === 'in' ? 'in' : startState(this.#app.player.world, own)
  })

  /** The sentence for what the pointer is over. */
  readonly sentence = $derived.by(() => {
    const { player, selection } = this.#app
    const group = this.scene.groups.find(({ prefix }) => prefix === this.#group)
    const over = { peer: selection.hovered, wire: this.#wire, group }
    const hovered = { ...over, layout: this.layout.value, own: player.own }
    // Only what is said of a peer or a wire changes with every message and moment.
    return over.peer === undefined && over.wire === undefined
      ? hoverSentence(player.wired, { ...hovered, at: 0 })
      : hoverSentence(player.world, { ...hovered, at: player.at })
  })

  /** While words stand in its middle, the ring has no marks that would show through them. */
  readonly #seen = $derived(this.start === 'in' ? this.scene : { ...this.scene, ticks: [] })

  /** All that stands still in the picture. */
  get still(): Still {
    const { frame, rates, marks } = this
    const scene = this.#seen
    const { theme, selection } = this.#app
    return { scene, frame, tone: theme.tone, hovered: selection.hovered, rates, marks }
  }

  /** What the pointer does in the picture. */
  readonly pointer: Omit<GraphEvents, 'onViewport'> = {
    onHover: (hovered) => {
      this.#app.selection.hovered = hovered?.peer
      this.#wire = hovered?.wire
      this.#group = hovered?.group
    },
    onWire: (ends) => {
      const { selection } = this.#app
      selection.clear()
      for (const peer of ends) selection.selectPeer(peer, { add: true })
    },
    onGroup: (prefix) => {
      this.toggleGroup(prefix)
    },
    onSelect: (peer, add) => {
      const { selection } = this.#app
      if (peer === undefined) selection.clear()
      else selection.selectPeer(peer, { add })
    },
  }

  /** Opens or closes a group. */
  toggleGroup(prefix: string): void {
    if (!this.#opened.delete(prefix)) this.#opened.add(prefix)
  }

  /** Asks for places by wires, where these are shown; to be called in an effect. */
  layOut(): void {
    if (this.layout.value !== 'force') return
    const graph = networkGraph(this.#wiring.value.wired, this.frame)
    untrack(() => {
      this.force.layOut(graph)
    })
  }
}
