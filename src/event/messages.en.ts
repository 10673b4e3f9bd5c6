// The English message catalogue: one plain sentence a kind of event, past tense, few words.

/**
 * A message with `{placeholders}`. One that depends on a number has a form for each of the
 * language's plural categories (`Intl.PluralRules`), chosen by `{count}`.
 */
export type Message =
  string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })

/**
 * The English catalogue. Another language is a file beside this one, `messages.<tag>.ts`, that
 * exports its `Messages` with the same keys as `messages`: the page then offers it by itself.
 */
export const messagesEn = {
  locale: 'en',
  messages: {
    'peer.started.tab': '{peer} started in a browser tab',
    'peer.started.node': '{peer} started as a Node peer',
    'peer.started.relay': '{peer} started as the relay',
    'peer.started.lab': '{peer} started in the Lab',
    'peer.mode.changed.server': '{peer} began to answer others',
    'peer.mode.changed.client': '{peer} stopped answering others',
    'peer.mode.changed.router': '{peer} routes from now on and keeps no records',
    'peer.stopped': '{peer} left: {reason}',
    'peer.described': {
      one: '{peer} told its state: {count} contact',
      other: '{peer} told its state: {count} contacts',
    },

    'relay.dialed.ok': '{peer} reached a relay at {address} after {ms}',
    'relay.dialed.failed': '{peer} did not reach a relay at {address}: {error}',
    'relay.reserved': '{peer} got a place at the relay {relay} after {ms}',
    'relay.lost': '{peer} lost its relay {relay}: {reason}',
    'join.advanced.identity': '{peer} had its identity after {ms}',
    'join.advanced.dial': '{peer} reached its first peer after {ms}',
    'join.advanced.identify': '{peer} and its first peer knew each other after {ms}',
    'join.advanced.reserve': '{peer} could be reached through the relay after {ms}',
    'join.advanced.lookup': '{peer} finished its first lookup after {ms}',
    'join.advanced.direct': '{peer} had its first direct wire after {ms}',
    'join.advanced.ready': '{peer} was ready after {ms}',

    'connection.opened.out': '{peer} connected to {remote} over {path}',
    'connection.opened.in': '{peer} took a connection from {remote} over {path}',
    'connection.closed': '{peer} was no longer connected to {remote}',
    'path.websocket': 'WebSocket',
    'path.webrtc': 'WebRTC',
    'path.relayed': 'the relay',
    'path.virtual': 'a virtual wire',

    'contact.added': '{peer} added {contact} to its table',
    'contact.removed': '{peer} dropped {contact} from its table: {reason}',
    'contact.pinged.ok': '{peer} pinged {contact}, who answered after {ms}',
    'contact.pinged.failed': '{peer} pinged {contact}, who did not answer within {ms}',
    'bucket.split': '{peer} split its bucket {prefix}',
    'bucket.split.root': '{peer} split its only bucket',

    'lookup.started.self': '{peer} looked for its own neighbours',
    'lookup.started.refresh': '{peer} looked for peers near {target} to fill its table',
    'lookup.started.closest': '{peer} looked for the peers nearest to {target}',
    'lookup.started.find-peer': '{peer} looked for the peer at {target}',
    'lookup.started.put': '{peer} looked for the peers that should hold {target}',
    'lookup.started.get': '{peer} looked for {target}',
    'lookup.started.provide': '{peer} looked for peers to tell that it has {target}',
    'lookup.started.find-providers': '{peer} looked for peers that have {target}',
    'lookup.started.republish': '{peer} checked who should hold {target}',
    'lookup.finished.none': '{peer} finished its lookup after {ms}',
    'lookup.finished.done': {
      one: '{peer} finished its lookup after {ms} with {count} peer',
      other: '{peer} finished its lookup after {ms} with {count} peers',
    },
    'lookup.finished.found': '{peer} found what it looked for after {ms}',
    'lookup.finished.missing': '{peer} found nobody who has it after {ms}',
    'lookup.finished.failed': '{peer} gave up its lookup after {ms}: {error}',
    'lookup.finished.failed.unknown': '{peer} gave up its lookup after {ms}',

    'rpc.sent.FIND_NODE': '{peer} asked {to} for peers near {target}',
    'rpc.sent.GET_VALUE': '{peer} asked {to} for {target}',
    'rpc.sent.PUT_VALUE': '{peer} sent {to} a copy of {target}',
    'rpc.sent.ADD_PROVIDER': '{peer} told {to} that it has {target}',
    'rpc.sent.GET_PROVIDERS': '{peer} asked {to} who has {target}',
    'rpc.sent.PING': '{peer} pinged {to}',
    'rpc.answered': '{from} answered after {ms}',
    'rpc.answered.closer': {
      one: '{from} answered after {ms} with {count} closer peer',
      other: '{from} answered after {ms} with {count} closer peers',
    },
    'rpc.answered.record': '{from} answered after {ms} with the record',
    'rpc.failed': '{to} did not answer {peer} within {ms}: {error}',

    'rpc.served.FIND_NODE': '{peer} told {from} whom it knows near {target}',
    'rpc.served.GET_VALUE': '{peer} answered {from}, who asked for {target}',
    'rpc.served.PUT_VALUE': '{peer} answered {from}, who sent a copy of {target}',
    'rpc.served.ADD_PROVIDER': '{peer} heard that {from} has {target}',
    'rpc.served.GET_PROVIDERS': '{peer} told {from} who has {target}',
    'rpc.served.PING': '{peer} answered a ping from {from}',
    'rpc.refused': '{peer} refused a message from {from}: {reason}',

    'record.stored': '{peer} stored {key} for {by}',
    'record.stored.own': '{peer} stored its own {key}',
    'record.replicated': '{to} confirmed a copy of {key} to {peer}',
    'record.republished': {
      one: '{peer} republished {key}: {count} copy',
      other: '{peer} republished {key}: {count} copies',
    },
    'record.served': '{peer} gave {to} its copy of {key}',
    'record.rejected': '{peer} refused {key} from {from}: {reason}',
    'record.rejected.own': '{peer} refused its own {key}: {reason}',
    'record.expired': '{peer} let its copy of {key} expire',
    'record.deleted': '{peer} deleted its copy of {key} as {by} asked',
    'record.deleted.own': '{peer} deleted its own {key}',
    'record.deleted.handed-over': '{peer} let its copy of {key} go, as closer peers hold it',
    'record.deleted.full': '{peer} let its copy of {key} go to make room for closer ones',

    'share.provided': {
      one: '{peer} shared {count} file',
      other: '{peer} shared {count} files',
    },
    'share.fetched': {
      one: '{peer} fetched files from {count} provider in {ms}',
      other: '{peer} fetched files from {count} providers in {ms}',
    },
    'share.dropped': '{peer} let a share of files go',
    'block.rejected': '{peer} refused what {from} sent for a file: {reason}',

    'fault.set.crash': 'Crashed: {peers}',
    'fault.set.latency': 'Slowed down by {ms}: {peers}',
    'fault.set.loss': 'Made to lose {percent} % of messages: {peers}',
    'fault.set.partition': 'Cut off from the others: {peers}',
    'fault.set.block': 'Blocked: {peers}',
    'fault.set.latency.between': 'Slowed down by {ms} between {peers}',
    'fault.set.loss.between': 'Made to lose {percent} % of messages between {peers}',
    'fault.set.block.between': 'Cut between {peers}',
    'fault.set.everybody': 'everybody',
    'fault.set.more': '{count} more',
    'fault.cleared': 'A fault ended',
  },
} as const satisfies { locale: string; messages: Record<string, Message> }

/** The name of a message. */
export type MessageKey = keyof (typeof messagesEn)['messages']

/** A message catalogue: a BCP 47 language tag and the messages in that language. */
export interface Messages {
  readonly locale: string
  readonly messages: Readonly<Record<MessageKey, Message>>
  /** Words that peers give as a reason, in this language; one that is missing stays as told. */
  readonly words?: Readonly<Record<string, string>>
}
