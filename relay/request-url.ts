// The URL that a request asks for; hostile ones are no URL at all.

import type { IncomingMessage } from 'node:http'

/** The path and query of a request as a URL, whose host means nothing; undefined when it is none. */
export function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  const text = `http://relay${url}`
  return url.startsWith('/') && URL.canParse(text) ? new URL(text) : undefined
}
