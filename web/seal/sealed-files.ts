/** Sealed envelopes lie in the browser's private file system (OPFS) until they are uploaded. They are sealed: whoever finds them reads nothing. */
const folderName = 'sealed-bids';
/** What was left by a page that was closed goes after this long. */
const keptMs = 7 * 86_400_000;

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** In a worker: the file is written as the bytes come. */
export async function createSealedFile() {
  await sweep();
  const name = `${Date.now()}-${crypto.randomUUID()}`;
  const handle = await (await folder()).getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  let at = 0;
  return {
    name,
    write(bytes: Uint8Array): void {
      for (let done = 0; done < bytes.length;) {
        const written = access.write(bytes.subarray(done) as Uint8Array<ArrayBuffer>, { at: at + done });
        if (written <= 0) throw new DOMException('nothing more can be written', 'QuotaExceededError');
        done += written;
      }
      at += bytes.length;
    },
    async close(): Promise<File> {
      access.flush();
      access.close();
      return handle.getFile();
    },
    async discard(): Promise<void> {
      access.close();
      await discardSealedFile(name);
    },
  };
}

/** One that an earlier page sealed; null where the browser has it no more. */
export async function openSealedFile(name: string): Promise<File | null> {
  return (await folder()).getFileHandle(name).then((handle) => handle.getFile(), () => null);
}

export async function discardSealedFile(name: string): Promise<void> {
  await (await folder()).removeEntry(name).catch(() => undefined);
}

async function sweep(): Promise<void> {
  const all = await folder();
  for await (const name of all.keys()) if (Number(name.split('-')[0]) < Date.now() - keptMs) await all.removeEntry(name).catch(() => undefined);
}
