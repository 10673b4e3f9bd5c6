// Starts the Lab's worker.

/** Starts a worker that waits for a Lab to be opened in it. */
export function startLabWorker(): Worker {
  return new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' })
}
