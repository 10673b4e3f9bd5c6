// Links to shares: the share's CID in the query, its key in the fragment, which no server ever sees.

/** What a link to a share says. */
export interface ShareLink {
  /** Not checked yet. */
  readonly cid: string
  /** Of an encrypted share, where the link has it; base64url. */
  readonly key: string | undefined
}

/** The most that is read of a link, in characters. */
const MAX_LINK = 2_000

/** A link to a share in the room of the page at `address`. */
export function writeShareLink(address: string, { cid, key }: ShareLink): string {
  const from = new URL(address)
  const link = new URL(from.origin + from.pathname)
  for (const name of ['room', 'bootstrap', 'via']) {
    for (const value of from.searchParams.getAll(name)) link.searchParams.append(name, value)
  }
  link.searchParams.set('view', 'files')
  link.searchParams.set('share', cid)
  if (key !== undefined) link.hash = `key=${key}`
  return link.toString()
}

/** What a link, or a bare CID, that somebody typed or opened says; undefined when it names no share. */
export function readShareLink(text: string): ShareLink | undefined {
  const wanted = text.trim().slice(0, MAX_LINK)
  if (/^b[a-z2-7]{20,110}$/.test(wanted)) return { cid: wanted, key: undefined }
  let link: URL
  try {
    link = new URL(wanted)
  } catch {
    return undefined
  }
  const cid = link.searchParams.get('share')
  if (cid === null || cid === '') return undefined
  const key = new URLSearchParams(link.hash.slice(1)).get('key')
  return { cid, key: key === null || key === '' ? undefined : key }
}
