// Serves the built page: fresh html, assets that browsers may keep, and a strict content policy.

import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'

/** Serves files; calls `next` where there is none. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * What the page may load: only what this relay serves. Connections go anywhere, as a room may have
 * several relays (`?bootstrap=`) and a trace may be elsewhere (`?trace=`). Styles may be inline
 * because cytoscape and Svelte set them so.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss: http: https:",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const NOT_BUILT = 'The page has not been built: run npm run build, or npm start, which does.\n'

/** Serves the page that was built into `folder`; paths without a file get `index.html`. */
export function createPage(folder: string): PageHandler {
  // `dev` looks at the folder on each request, so that a new build is served without a restart.
  const serve = sirv(folder, { dev: true, etag: true, single: true, gzip: true, setHeaders })
  return (request, response) => {
    // Nothing here is worth fetching in pieces, and a range like 5-3 makes sirv throw.
    delete request.headers.range
    serve(request, response, () => {
      const built = existsSync(join(folder, 'index.html'))
      response.writeHead(built ? 404 : 503, { 'content-type': 'text/plain; charset=utf-8' })
      response.end(built ? 'There is no such file.\n' : NOT_BUILT)
    })
  }
}

function setHeaders(response: ServerResponse, path: string): void {
  // Vite puts a hash of its content into the name of everything in this folder.
  const hashed = /^\/assets\/.+\.\w+$/.test(path)
  response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('content-security-policy', CONTENT_POLICY)
}
