// Starts the Lab's worker: the first one as soon as the page's script runs, before there is a page.

/** Whether an address asks for a Lab, and for nothing that is shown rather than that. */
export function asksForLab(query: URLSearchParams): boolean {
  return (query.has('lab') || query.has('scenario')) && !query.has('trace')
}

/** Started, and no Lab has been opened in it yet. */
let early: Worker | undefined

/** Starts a worker for the first Lab that will be opened. */
export function startLabWorkerEarly(): void {
  early = newLabWorker()
}

/** A worker that waits for a Lab to be opened in it. */
export function startLabWorker(): Worker {
  const worker = early ?? newLabWorker()
  early = undefined
  return worker
}

function newLabWorker(): Worker {
  return new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' })
}
