// A record key in what another peer wrote, as a schema.

import * as v from 'valibot'
import type { RecordKey } from '../../kad/kad-id.ts'
import { isRecordKey } from '../../kad/record-key.ts'

/** Parses a key of one of the namespaces. */
export const validKey = v.pipe(
  v.string(),
  v.check((text) => isRecordKey(text), 'not a record key'),
  v.transform((text) => text as RecordKey),
)
