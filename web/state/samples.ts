// The recordings that come with the page, each of a real room or Lab; made by `npm run recordings`.

/** A recording that comes with the page. */
export interface Sample {
  readonly name: 'join' | 'put-get' | 'holder-dies'
  readonly title: string
  /** What there is to see, in one sentence. */
  readonly about: string
  /** The views that show it best. */
  readonly views: string
}

/** All of them, in the order in which they teach. */
export const SAMPLES: readonly Sample[] = [
  {
    name: 'join',
    title: 'A join',
    about: 'A fourth tab comes into a room of three: dialing, first lookup, direct wires.',
    views: 'network,join',
  },
  {
    name: 'put-get',
    title: 'A put and a get',
    about: 'One of five tabs stores a record on the nearest four, another fetches it.',
    views: 'network,lookups',
  },
  {
    name: 'holder-dies',
    title: 'A holder dies',
    about: 'A peer of a Lab of 16 crashes; the others notice and make the missing copy.',
    views: 'network,records',
  },
]

/** Where a sample lies, relative to the page. */
export function sampleFile({ name }: Pick<Sample, 'name'>): string {
  return `traces/${name}.jsonl`
}

/** The page's address that plays a sample. */
export function sampleAddress(sample: Sample): string {
  return `./?trace=${sampleFile(sample)}&view=${sample.views}`
}
