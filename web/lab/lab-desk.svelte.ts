// The viewer's side of a Lab: what is done to it by hand, how it stands, and the link that does it again.

import { seededRandom } from '../../src/base/random.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Recall } from '../../src/lab/recall.ts'
import type { Churn, ScenarioStep } from '../../src/lab/scenario.ts'
import type { Session } from '../state/session.ts'
import { Operation } from '../state/operation.svelte.ts'
import { linkTo, scenarioWith, stepOf, type Deed } from './deeds.ts'
import { isLabSession, type LabControls, type LabSession } from './lab-controls.ts'
import { LabDials, type DialType } from './lab-dials.svelte.ts'
import type { LabDiedError } from './lab-link.ts'
import type { AttackUnderWay, LabStatus } from './lab-protocol.ts'

/** How often figures that always change are shown anew, in milliseconds. */
const FIGURES_MS = 250

/** Whose wires a dial is about. */
export interface WireScope {
  readonly peers: readonly PeerName[]
  /** What it is called, so that its faults are found again. */
  readonly whom: string
  /** Only the wires between these peers. */
  readonly between: boolean
}

/** One Lab as the viewer handles it. */
export class LabDesk {
  readonly lab: LabControls
  readonly own: PeerName | undefined
  /** The last thing that was done. */
  readonly act = new Operation<undefined>()
  readonly measured = new Operation<Recall>()
  readonly restarted = new Operation<undefined>()
  /** Whether the next stroke across the Network cuts it. */
  cutting = $state(false)
  #status: LabStatus | undefined
  readonly #dials: LabDials
  #died = $state.raw<LabDiedError | undefined>()
  #steps = $state.raw<readonly ScenarioStep[]>([])
  #churn: Churn | undefined
  #attack = $state.raw<AttackUnderWay | undefined>()
  #shownAt = 0

  constructor({ lab, own }: LabSession) {
    this.lab = lab
    this.own = own
    this.#dials = new LabDials(lab)
    this.#churn = $state.raw(lab.scenario.churn)
    this.#status = $state.raw(lab.status())
    this.#attack = this.#status?.attack
    lab.onStatus((status) => {
      this.#note(status)
    })
    lab.onDied((error) => {
      this.#died = error
      this.cutting = false
    })
  }

  /** How the Lab stands; figures some times a second. */
  get status(): LabStatus | undefined {
    return this.#status
  }

  /** Why it runs no more. */
  get died(): LabDiedError | undefined {
    return this.#died
  }

  /** The last attack, also when it has ended: the picture may not have come that far. */
  get attack(): AttackUnderWay | undefined {
    return this.#attack
  }

  get churn(): Churn | undefined {
    return this.#churn
  }

  /** An address that opens the same Lab and does again what was done to this one. */
  link(base: string, view?: string): string {
    return linkTo(scenarioWith(this.lab.scenario, this.#steps, this.#churn), base, view)
  }

  add(count: number): Promise<void> {
    return this.#do({ do: 'add', count }, () => this.lab.add(count))
  }

  crash(peers: readonly PeerName[]): Promise<void> {
    return this.#do({ do: 'crash', peers }, () => this.lab.crash(peers))
  }

  /** Crashes a third of `peers`, but neither the viewer's own nor the bootstrap. */
  crashThird(peers: readonly PeerName[]): Promise<void> {
    const others = peers.filter((peer) => peer !== this.own && peer !== this.#status?.bootstrap)
    const random = seededRandom(`${this.lab.scenario.seed}/third/${this.#steps.length}`)
    return this.crash(random.shuffle(others).slice(0, Math.round(peers.length / 3)))
  }

  /** Cuts these peers off from all others. */
  cut(peers: readonly PeerName[]): Promise<void> {
    this.cutting = false
    return this.#do({ do: 'partition', peers }, () => this.lab.partition([peers]))
  }

  /** The fault that a dial of that type has set for these peers, in force or not. */
  dialed(type: DialType, whom: string): string | undefined {
    return this.#dials.fault(type, whom)
  }

  /** `ms` more for every message on these wires, each way, in place of what they had. */
  slow(scope: WireScope, ms: number): Promise<void> {
    const { peers, whom, between } = scope
    const deed: Deed = between
      ? { do: 'slow-wires', between: peers, ms }
      : { do: 'latency', peers, ms }
    return this.#do(ms === 0 ? undefined : deed, () =>
      this.#dials.turn('latency', whom, ms, () => this.lab.slow(peers, ms, { between })),
    )
  }

  /** Loses this share of the messages on these wires, in place of what they had. */
  lose(scope: WireScope, amount: number): Promise<void> {
    const { peers, whom, between } = scope
    const deed: Deed = between
      ? { do: 'lossy-wires', between: peers, amount }
      : { do: 'loss', peers, amount }
    return this.#do(amount === 0 ? undefined : deed, () =>
      this.#dials.turn('loss', whom, amount, () => this.lab.lose(peers, amount, { between })),
    )
  }

  block(peers: readonly PeerName[]): Promise<void> {
    return this.#do({ do: 'block', peers }, () => this.lab.block(peers))
  }

  /** Cuts the wires between these peers: they reach each other no more, and all others as before. */
  cutBetween(peers: readonly PeerName[]): Promise<void> {
    return this.#do({ do: 'cut-wires', between: peers }, () =>
      this.lab.block(peers, { between: true }),
    )
  }

  async blockBootstrap(): Promise<void> {
    const bootstrap = this.#status?.bootstrap
    if (bootstrap === undefined) return
    await this.#do({ do: 'block-bootstrap' }, () => this.lab.block([bootstrap]))
  }

  clear(fault: string): Promise<void> {
    return this.#do(undefined, () => this.lab.clear(fault))
  }

  /** As many new peers in place of those that crashed, who cannot come back. */
  replace(fault: string, count: number): Promise<void> {
    return this.#do({ do: 'add', count }, async () => {
      await this.lab.add(count)
      await this.lab.clear(fault)
    })
  }

  heal(): Promise<void> {
    return this.#do({ do: 'heal' }, () => this.lab.heal())
  }

  setChurn(churn: Churn | undefined): Promise<void> {
    return this.#do(undefined, async () => {
      await this.lab.churn(churn)
      this.#churn = churn
    })
  }

  setRate(rate: number): Promise<void> {
    return this.#do(undefined, () => this.lab.setRate(rate))
  }

  /** Ends the attack that is under way. */
  calm(): Promise<void> {
    return this.#do(undefined, () => this.lab.calm())
  }

  measure(): Promise<void> {
    return this.measured.run(() => this.lab.recall())
  }

  /** Starts the Lab anew after its worker has died. */
  restart(): Promise<void> {
    return this.restarted.run(async () => {
      await this.lab.restart()
      this.#died = undefined
      this.#steps = []
      this.#dials.reset()
      this.#attack = undefined
      this.#churn = this.lab.scenario.churn
      this.act.reset()
      return undefined
    })
  }

  async #do(deed: Deed | undefined, work: () => Promise<unknown>): Promise<void> {
    await this.act.run(async () => {
      const { counts, now = 0, readyAt = now } = this.#status ?? {}
      await work()
      if (deed === undefined) return undefined
      this.#steps = [...this.#steps, stepOf(deed, counts?.peers ?? 0, now - readyAt)]
      return undefined
    })
  }

  #note(status: LabStatus): void {
    const before = this.#status
    const now = performance.now()
    const steady =
      before?.rate === status.rate &&
      before.bootstrap === status.bootstrap &&
      before.attack?.type === status.attack?.type
    if (status.attack !== undefined && !sameAttack(this.#attack, status.attack)) {
      this.#attack = status.attack
    }
    if (steady && now - this.#shownAt < FIGURES_MS) return
    this.#shownAt = now
    this.#status = status
  }
}

/** Told again and again, an attack is the same until another begins or records are added to it. */
function sameAttack(one: AttackUnderWay | undefined, other: AttackUnderWay): boolean {
  return one?.since === other.since && one.keys.length === other.keys.length
}

const desks = new WeakMap<LabSession, LabDesk>()

/** The desk of a session; undefined unless it is a Lab's. */
export function deskOf(session: Session | undefined): LabDesk | undefined {
  if (!isLabSession(session)) return undefined
  const known = desks.get(session)
  if (known !== undefined) return known
  const desk = new LabDesk(session)
  desks.set(session, desk)
  return desk
}
