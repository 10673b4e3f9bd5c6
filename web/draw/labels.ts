// Which names are written beside the things of a picture, and on which side, so that none overlap.

import {
  hullOf,
  moved,
  nearestPoint,
  overlap,
  placeBeside,
  sharedArea,
  within,
  type Beside,
  type Bounds,
  type PlacedText,
} from './label-boxes.ts'
import type { Point } from './ring.ts'

/** Something, on a ring or elsewhere, that would like its name written beside it. */
export interface LabelWish extends Beside {
  readonly id: string
  /** Greater goes first. */
  readonly weight: number
  /** In which directions it may stand, as shares of a turn, clockwise from the top; the best first. */
  readonly turns: readonly [number, ...number[]]
  /** Whether it is written at all costs: farther off, or over what is in the way. */
  readonly must: boolean
}

/** Where a name is written. */
export interface Label extends PlacedText {
  readonly id: string
  /** Set when it stands so far off that a line leads to it: where that begins and ends. */
  readonly leader: { readonly from: Point; readonly to: Point } | undefined
}

/** Something that no name may lie on. */
export interface Obstacle {
  readonly id: string
  readonly box: Bounds
}

/**
 * The names that fit, weightiest first: beside their things, inside `bounds`, touching no other name and
 * no obstacle but their own, which has the same id. Those that must be there always are; they are
 * placed first, whatever they weigh.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  bounds: Bounds,
  obstacles: readonly Obstacle[] = [],
): Label[] {
  const taken: Obstacle[] = [...obstacles]
  const labels: Label[] = []
  const order = [...wishes].sort(
    (a, b) => Number(b.must) - Number(a.must) || b.weight - a.weight || a.turns[0] - b.turns[0],
  )
  for (const wish of order) {
    const place =
      besideIt(wish, bounds, taken) ?? (wish.must ? somewhere(wish, bounds, taken) : undefined)
    if (place === undefined) continue
    taken.push({ id: '', box: place.box })
    labels.push({ id: wish.id, ...place, leader: leaderTo(wish, place) })
  }
  return labels
}

function besideIt(
  wish: LabelWish,
  bounds: Bounds,
  taken: readonly Obstacle[],
): PlacedText | undefined {
  for (const turn of wish.turns) {
    const place = placeBeside(wish, turn)
    const free = !taken.some(({ id, box }) => id !== wish.id && overlap(place.box, box))
    if (free && within(place.box, bounds)) return place
  }
  return undefined
}

/** How far off a name that must be there is looked a place for, in heights of its text. */
const FARTHEST = { across: 4, down: 7 }

/** What lying on something costs beside standing a pixel farther off: at all, and a square pixel. */
const COVERING = { any: 60, each: 4 }

/** The nearest place that covers least, within the bounds. */
function somewhere(wish: LabelWish, bounds: Bounds, taken: readonly Obstacle[]): PlacedText {
  const { at } = wish
  let best = moved(placeBeside(wish, wish.turns[0]), { x: 0, y: 0 }, bounds)
  let least = Infinity
  const places = placesAround(wish, bounds)
  const region = hullOf(places.map(({ box }) => box))
  const near = taken.filter(({ box }) => overlap(box, region))
  for (const place of places) {
    const end = nearestPoint(place.box, at)
    const away = Math.hypot(end.x - at.x, end.y - at.y)
    const covered = near.reduce((sum, { box }) => sum + sharedArea(place.box, box), 0)
    const cost = away + (covered === 0 ? 0 : COVERING.any + covered * COVERING.each)
    if (cost >= least) continue
    least = cost
    best = place
  }
  return best
}

/** All places within reach, in all directions that it may stand in. */
function placesAround(wish: LabelWish, bounds: Bounds): PlacedText[] {
  const { height } = wish
  const places: PlacedText[] = []
  for (const turn of wish.turns) {
    const beside = placeBeside(wish, turn)
    for (let across = -FARTHEST.across; across <= FARTHEST.across; across += 1) {
      for (let down = -FARTHEST.down; down <= FARTHEST.down; down += 1) {
        places.push(moved(beside, { x: across * height * 2, y: down * height }, bounds))
      }
    }
  }
  return places
}

function leaderTo({ at, offset, height }: LabelWish, { box }: PlacedText): Label['leader'] {
  const to = nearestPoint(box, at)
  const away = Math.hypot(to.x - at.x, to.y - at.y)
  if (away <= offset + height) return undefined
  const begin = (offset * 0.7) / away
  return { from: { x: at.x + (to.x - at.x) * begin, y: at.y + (to.y - at.y) * begin }, to }
}
