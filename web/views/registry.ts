// The views: their names, icons and what each is for; the code of one is loaded when it is opened.

import ChartLine from '@lucide/svelte/icons/chart-line'
import Compass from '@lucide/svelte/icons/compass'
import Files from '@lucide/svelte/icons/files'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import Layers from '@lucide/svelte/icons/layers'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Paperclip from '@lucide/svelte/icons/paperclip'
import Route from '@lucide/svelte/icons/route'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import Waypoints from '@lucide/svelte/icons/waypoints'
import type { Component } from 'svelte'
import type { ViewName } from '../state/address.ts'

/** A view as the header and the panes know it. */
export interface ViewEntry {
  readonly title: string
  /** What there is to see, for the hover. */
  readonly about: string
  readonly icon: Component
  readonly load: () => Promise<{ default: Component }>
}

/** Every view of the page. */
export const REGISTRY: Readonly<Record<ViewName, ViewEntry>> = {
  network: {
    title: 'Network',
    about: 'Peers on the ring of ids, their wires, and the messages on them',
    icon: Waypoints,
    load: () => import('./network/NetworkView.svelte'),
  },
  xor: {
    title: 'XOR space',
    about: 'How far everything is from one peer, by the XOR of ids',
    icon: Compass,
    load: () => import('./xor/XorView.svelte'),
  },
  buckets: {
    title: 'Buckets',
    about: 'Whom a peer knows, bucket by bucket',
    icon: Layers,
    load: () => import('./buckets/BucketsView.svelte'),
  },
  lookups: {
    title: 'Lookups',
    about: 'How a lookup gets closer, message by message',
    icon: Route,
    load: () => import('./lookups/LookupsView.svelte'),
  },
  records: {
    title: 'Records',
    about: 'What is stored, who should hold it and who does',
    icon: Files,
    load: () => import('./records/RecordsView.svelte'),
  },
  files: {
    title: 'Files',
    about: 'Files shared by content: who has them, and from whom each piece comes',
    icon: Paperclip,
    load: () => import('./files/FilesView.svelte'),
  },
  join: {
    title: 'Join',
    about: 'How this tab became a peer, step by step',
    icon: ListOrdered,
    load: () => import('./join/JoinView.svelte'),
  },
  log: {
    title: 'Log',
    about: 'Every event, in plain words and raw',
    icon: ScrollText,
    load: () => import('./log/LogView.svelte'),
  },
  growth: {
    title: 'Growth',
    about: 'What a DHT costs as it grows, and beside servers',
    icon: ChartLine,
    load: () => import('./growth/GrowthView.svelte'),
  },
  lab: {
    title: 'Lab',
    about: 'Break it: faults, churn, attacks, and the speed of time',
    icon: FlaskConical,
    load: () => import('./lab/LabView.svelte'),
  },
}
