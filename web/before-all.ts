// What cannot wait until the page's modules have come: a small script of its own, run before them.

import { asksForLab, startLabWorkerEarly } from './lab/start-lab-worker.ts'

const query = new URLSearchParams(location.search)
if (asksForLab(query) && !query.has('start')) startLabWorkerEarly()
