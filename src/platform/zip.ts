import { Readable } from 'node:stream';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface ZipMember { path: string; /** what is packed already gains nothing from being packed again */ pack: boolean; content: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

/** The earliest date the format knows, whatever the zone: an archive tells its times in its content, and its bytes depend on nothing else. */
const epoch = new Date(1980, 0, 1);

/** A zip as it is read, member after member: none is held as a whole. The same members give the same bytes. */
export function zipStream(members: Iterable<ZipMember>): Readable {
  return Readable.from(chunksOf(members), { objectMode: false });
}

async function* chunksOf(members: Iterable<ZipMember>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else if (chunk.length > 0) ready.push(chunk);
  });
  const take = (): Uint8Array[] => {
    if (failure) throw failure;
    const taken = ready;
    ready = [];
    return taken;
  };
  for (const { path, pack, content } of members) {
    const member = pack ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    member.mtime = epoch;
    zip.add(member);
    for await (const chunk of content) {
      member.push(chunk);
      yield* take();
    }
    member.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
