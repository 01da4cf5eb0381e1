// One live channel over SSE. The browser itself resumes a dropped line with Last-Event-ID; where it gives up (an error
// answer), a new line is opened after the last number seen.
import { api, query } from '../api/client.ts';
import type { Numbered } from './opening-state.ts';

const types = ['phase', 'list', 'decrypt', 'announce', 'coefficient', 'confirm', 'record', 'custody', 'round', 'viewers', 'clock'] as const;

export type ChannelHandlers = { onEvent: (event: Numbered) => void; onLine: (open: boolean) => void };

/** Listens until the returned function is called. `lastSeq` answers the number up to which the page has everything. */
export function listen(channel: string, lastSeq: () => number, handlers: ChannelHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  const open = () => {
    source = new EventSource(`${api}/events${query({ channel, after: lastSeq() })}`);
    source.onopen = () => {
      tries = 0;
      handlers.onLine(true);
    };
    source.onerror = () => {
      handlers.onLine(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      tries += 1;
      // spread out, so that a hall full of viewers does not come back in one second
      timer = setTimeout(open, Math.min(15_000, 500 * 2 ** tries) * (0.5 + Math.random()));
    };
    for (const type of types) {
      source.addEventListener(type, (message: MessageEvent<string>) => {
        const seq = /^\d+$/.test(message.lastEventId) && !isPassing(type) ? Number(message.lastEventId) : null;
        handlers.onEvent({ type, data: JSON.parse(message.data), seq } as Numbered);
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/** Not part of the history: these carry no number of their own (the browser repeats the last one it saw). */
function isPassing(type: string): boolean {
  return type === 'viewers' || type === 'clock';
}
