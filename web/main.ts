// The page's entry: shows the shell at once; what speaks libp2p is loaded after that.

import './before-all.ts'
import '../src/base/polyfills.ts'
import './style/tokens.css'
import './style/base.css'
import { mount } from 'svelte'
import { inNextTurn } from '../src/base/next-turn.ts'
import AppShell from './shell/AppShell.svelte'
import { createAutomation } from './automation.ts'
import { createApp } from './state/create-app.ts'
import { Source } from './state/source.svelte.ts'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')

const source = new Source(new URLSearchParams(location.search))
const automation = createAutomation(source.open, () => app.player.timeline)
const app = createApp(automation.open, source)
window.kadscope = automation.surface
// In a task of its own: the scripts and the state have taken long enough.
inNextTurn(() => {
  mount(AppShell, { target, props: { app } })
})
