// What a viewer dropped or chose, as files with their paths; folders with all that is in them.

import type { ChosenFile } from './files.svelte.ts'

/** As many files of a folder are read at most; a share refuses more than a thousand. */
const MOST = 2_000

/** The files of an `<input type="file">`. */
export function chosenOf(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }))
}

/** The files that were dropped, those in dropped folders too. */
export async function droppedOf(data: DataTransfer): Promise<ChosenFile[]> {
  // Entries are there only until the event is over, so all are taken before the first is read.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return chosenOf(data.files)
  const chosen: ChosenFile[] = []
  for (const entry of entries) await collect(entry, chosen)
  return chosen
}

async function collect(entry: FileSystemEntry, chosen: ChosenFile[]): Promise<void> {
  if (chosen.length >= MOST) return
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject)
    })
    chosen.push({ file, path: entry.fullPath.replace(/^\//, '') })
    return
  }
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (some.length === 0) return
    for (const child of some) await collect(child, chosen)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
