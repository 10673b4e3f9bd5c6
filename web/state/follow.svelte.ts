// Keeps the address in step with the views and the selection.

import type { Address } from './address.ts'
import type { App } from './app.ts'

/** Calls `write` whenever what stands in the address has changed. Returns what stops it. */
export function followAddress(
  { layout, selection }: Pick<App, 'layout' | 'selection'>,
  write: (address: Address) => void,
): () => void {
  return $effect.root(() => {
    $effect(() => {
      write({
        views: layout.named,
        split: layout.split,
        peers: selection.peers,
        key: selection.key,
        lookup: selection.lookup,
      })
    })
  })
}
