// What cannot wait until the page's modules have run; imported first.

import { asksForLab, startLabWorkerEarly } from './lab/start-lab-worker.ts'

const query = new URLSearchParams(location.search)
if (asksForLab(query) && !query.has('start')) startLabWorkerEarly()
