// The code of a view, asked for once.

import type { Component } from 'svelte'
import type { ViewName } from '../state/address.ts'
import { REGISTRY } from './registry.ts'

const loaded = new Map<ViewName, Component>()

/**
 * The view, at once where its code is there: to ask a browser again for what it has takes it a
 * frame, in which the pane would be empty.
 */
export function loadView(name: ViewName): Component | Promise<Component> {
  return (
    loaded.get(name) ??
    REGISTRY[name].load().then(({ default: View }) => {
      loaded.set(name, View)
      return View
    })
  )
}
