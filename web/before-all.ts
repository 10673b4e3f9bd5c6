// What cannot wait until the page's modules have run; imported first.

import { asksForLab, startLabWorkerEarly } from './lab/start-lab-worker.ts'

const query = new URLSearchParams(location.search)
if (asksForLab(query) && !query.has('start')) {
  startLabWorkerEarly()
  // The worker begins with a few questions to this thread: they come before the other modules.
  await new Promise((resolve) => setTimeout(resolve))
}
