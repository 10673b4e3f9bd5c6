// Why am I not connected? What was tried towards relays and peers, in plain words, with cause and remedy.

import type { Path } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'

/** The steps towards a relay, in their order. */
export const RELAY_STEPS = ['settings', 'dial', 'identify', 'reserve', 'linked'] as const
export type RelayStep = (typeof RELAY_STEPS)[number]

/** How far the latest attempt towards a relay came. */
export interface RelayAttempt {
  /** Where its settings are asked for. */
  readonly url: string
  /** The libp2p address, once known. */
  readonly address: string | undefined
  /** The step that is under way, that failed, or `linked`. */
  readonly step: RelayStep
  /** Name and message of what went wrong in that step. */
  readonly error: string | undefined
}

/** The steps towards a direct wire, in their order. */
export const DIRECT_STEPS = ['signalling', 'offer', 'answer', 'candidates', 'connected'] as const
export type DirectStep = (typeof DIRECT_STEPS)[number]

/** Kinds of ICE candidates; `mdns` are host addresses that the browser hides behind a name. */
export type CandidateKind = 'host' | 'mdns' | 'srflx' | 'relay'

/** The latest attempt at a direct wire to one peer. */
export interface DirectAttempt {
  readonly peer: PeerName
  /** Milliseconds on the own clock. */
  readonly at: number
  readonly ms: number | undefined
  readonly step: DirectStep
  /** Candidates that the other side sent, by kind. */
  readonly candidates: Readonly<Record<CandidateKind, number>>
  readonly error: string | undefined
  /** How many attempts were made in all. */
  readonly attempts: number
}

/** What a diagnosis is made from. */
export interface DiagnosisFacts {
  readonly relays: readonly RelayAttempt[]
  readonly direct: readonly DirectAttempt[]
  readonly wires: readonly { readonly peer: PeerName; readonly path: Path }[]
  /** Whether this browser can speak WebRTC. */
  readonly webRtc: boolean
  /** `RTCPeerConnection`s that this page has made; Chrome allows 500 in the life of a tab. */
  readonly connectionsMade: number
}

/** One finding: what is so, why it may be, and what helps. */
export interface Finding {
  readonly subject: 'browser' | 'relay' | 'peer'
  /** The relay's URL or the peer's id. */
  readonly name: string
  readonly state: 'good' | 'limited' | 'waiting' | 'failed'
  readonly sentence: string
  readonly remedy: string | undefined
}

/** The facts and what they mean. */
export interface Diagnosis extends DiagnosisFacts {
  readonly findings: readonly Finding[]
}

/** Judges the facts. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const browser: Finding[] = facts.webRtc
    ? []
    : [
        {
          subject: 'browser',
          name: 'WebRTC',
          state: 'limited',
          sentence: 'This browser has no WebRTC, so everything goes over the relay.',
          remedy:
            'Use a current Chrome, Edge, Firefox or Safari, and allow WebRTC in its settings.',
        },
      ]
  return {
    ...facts,
    findings: [...browser, ...facts.relays.map(judgeRelay), ...judgePeers(facts)],
  }
}

const RELAY_WORDS: Record<Exclude<RelayStep, 'linked'>, { failed: string; remedy: string }> = {
  settings: {
    failed: 'does not answer questions for the room',
    remedy:
      'Check that it runs and that the address and port are right; a firewall may be between.',
  },
  dial: {
    failed: 'answers, but its WebSocket cannot be opened',
    remedy:
      'A proxy between may not pass WebSockets on, or the page is HTTPS and the relay is not.',
  },
  identify: {
    failed: 'took the connection, but does not say who it is',
    remedy: 'It may be overloaded or of another version: look at its terminal.',
  },
  reserve: {
    failed: 'has no place to introduce this tab to others',
    remedy: 'It is full, or does not relay: close other tabs, or ask for one with greater limits.',
  },
}

function judgeRelay({ url, step, error }: RelayAttempt): Finding {
  const subject = 'relay' as const
  if (step === 'linked') {
    const sentence = `The relay at ${url} is connected and introduces this tab to others.`
    return { subject, name: url, state: 'good', sentence, remedy: undefined }
  }
  if (error === undefined) {
    const sentence = `The relay at ${url} is being connected (${step}).`
    return { subject, name: url, state: 'waiting', sentence, remedy: undefined }
  }
  const { failed, remedy } = RELAY_WORDS[step]
  const sentence = `The relay at ${url} ${failed} (${error}). It is tried again by itself.`
  return { subject, name: url, state: 'failed', sentence, remedy }
}

function judgePeers({ wires, direct }: DiagnosisFacts): Finding[] {
  const attempts = new Map(direct.map((attempt) => [attempt.peer, attempt]))
  const best = new Map<PeerName, Path>()
  for (const { peer, path } of wires) {
    if (path !== 'relayed' || !best.has(peer)) best.set(peer, path)
  }
  const names = new Set([...best.keys(), ...attempts.keys()])
  return [...names].map((peer) => judgePeer(peer, best.get(peer), attempts.get(peer)))
}

function judgePeer(
  peer: PeerName,
  path: Path | undefined,
  attempt: DirectAttempt | undefined,
): Finding {
  const common = { subject: 'peer', name: peer } as const
  if (path !== undefined && path !== 'relayed') {
    const sentence = `There is a direct wire (${path}).`
    return { ...common, state: 'good', sentence, remedy: undefined }
  }
  const over = path === 'relayed' ? 'Messages go over the relay.' : 'There is no wire.'
  if (attempt?.error === undefined) {
    const sentence = `${over} ${attempt === undefined ? 'No direct wire was tried yet.' : 'A direct wire is being made.'}`
    return { ...common, state: 'waiting', sentence, remedy: undefined }
  }
  const { sentence, remedy } = judgeAttempt(attempt)
  const state = path === 'relayed' ? 'limited' : 'failed'
  return { ...common, state, sentence: `${over} ${sentence}`, remedy }
}

function judgeAttempt({ step, candidates, error = '' }: DirectAttempt): {
  sentence: string
  remedy: string
} {
  if (step === 'signalling' || step === 'offer') {
    return {
      sentence: `The other side could not be called over the relay (${error}).`,
      remedy: 'It may just have left. It is tried again by itself.',
    }
  }
  if (step === 'answer') {
    return {
      sentence: `The other side did not answer the call (${error}).`,
      remedy: 'It may be asleep or very busy. It is tried again by itself.',
    }
  }
  const { host, mdns, srflx, relay } = candidates
  if (host + mdns + srflx + relay === 0) {
    return {
      sentence: 'The other side named no address to reach it at.',
      remedy: 'Its browser may forbid WebRTC, as some privacy settings and extensions do.',
    }
  }
  if (host === 0 && srflx + relay === 0) {
    return {
      sentence:
        'The other side named only addresses that its browser hides (mDNS), and none answered.',
      remedy:
        'The network may block mDNS or keep devices apart (client isolation). A camera permission for the page makes the browser name plain addresses.',
    }
  }
  return {
    sentence: `None of the addresses that the other side named answered (${error}).`,
    remedy:
      'The Wi-Fi may keep devices apart (client isolation), or a firewall or VPN is between. A TURN server would help; the relay does already.',
  }
}
