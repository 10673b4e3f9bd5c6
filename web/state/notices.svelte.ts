// What stands in the way of what the page should show, if anything does.

import { untrack } from 'svelte'
import { lastDialBefore, relayTrouble } from '../draw/relay-trouble.ts'
import type { Keeper } from './keeper.svelte.ts'
import type { Player } from './player.svelte.ts'
import type { Notice } from './session.ts'

/** Says what stands in the way. */
export class Notices {
  readonly #keeper: Keeper
  readonly #player: Player

  constructor(keeper: Keeper, player: Player) {
    this.#keeper = keeper
    this.#player = player
  }

  readonly #me = $derived.by(() => {
    const { own, world } = this.#player
    return own === undefined ? undefined : world.peers.get(own)
  })

  // Both keep their identity until a relay was dialed, reserved or lost.
  readonly #relays = $derived.by(() => this.#me?.relays)
  readonly #reservations = $derived.by(() => this.#me?.reservations)

  /** The session that cannot be opened, the relay that does not answer, or what a recording lacks. */
  readonly current = $derived.by(
    (): Notice | undefined =>
      this.#keeper.notice ?? this.#trouble() ?? noticeOf(this.#keeper.session?.excerpt),
  )

  #trouble(): Notice | undefined {
    if (this.#keeper.session?.tier !== 'room') return undefined
    if (this.#relays?.at(-1)?.ok !== false || (this.#reservations?.length ?? 0) > 0) {
      return undefined
    }
    return untrack(() => {
      const { timeline, position } = this.#player
      if (this.#me === undefined) return undefined
      return relayTrouble(this.#me, lastDialBefore(timeline, position, this.#me.peerId))
    })
  }
}

/** Of a part of a recording nobody may think that what it lacks was not there. */
function noticeOf(excerpt: string | undefined): Notice | undefined {
  if (excerpt === undefined) return undefined
  const text = `This is part of a recording: ${excerpt}. What was left out is not drawn, so peers, copies and wires can be missing.`
  return { text, retryAt: undefined }
}
