import { StartError } from './start-error.ts';

/** A server that runs. `src/app/main.ts` makes one from a Config. */
export interface Served {
  url: string;
  /** Stops everything that was started, children and PostgreSQL included. */
  close(): Promise<void>;
  /** Settles if something the server cannot live without went away. */
  failed?: Promise<Error>;
  /** What a person should read after the start: the address, the accounts, the key. */
  lines?: readonly string[];
}

export type Serve<C> = (config: C) => Promise<Served>;

const repeatedSignalMs = 2_000;

/**
 * Serves until told to stop: SIGINT, SIGTERM, SIGHUP, the launcher's end, or a failure. Returns the exit code.
 * A signal that comes while still starting is kept until there is something to stop.
 */
export async function serveUntilStopped<C>(serve: Serve<C>, config: C): Promise<number> {
  const stop = stopRequests();
  try {
    const served = await serve(config);
    for (const line of served.lines ?? [served.url]) process.stdout.write(`${line}\n`);
    const failure = await Promise.race([stop.asked, ...(served.failed ? [served.failed] : [])]);
    if (failure) process.stderr.write(`qinglan: stopping: ${failure.message}\n`);
    await served.close();
    return failure ? 1 : 0;
  } catch (error) {
    process.stderr.write(`qinglan: ${error instanceof StartError ? error.message : describe(error)}\n`);
    return error instanceof StartError ? error.exitCode : 1;
  } finally {
    stop.dispose();
  }
}

/**
 * A terminal sends Ctrl-C to the whole group and the launcher passes it on, so the same wish arrives more than
 * once; only one that comes later means impatience.
 */
function stopRequests(): { asked: Promise<undefined>; dispose(): void } {
  const { promise: asked, resolve } = Promise.withResolvers<undefined>();
  let firstAt: number | undefined;
  const onStop = (): void => {
    if (firstAt !== undefined && performance.now() - firstAt > repeatedSignalMs) process.exit(130);
    firstAt ??= performance.now();
    resolve(undefined);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onStop);
  // The launcher holds the other end of a channel: if it is killed, nobody is left to forward a signal.
  process.on('disconnect', onStop);
  return {
    asked,
    dispose() {
      for (const name of signals) process.off(name, onStop);
      process.off('disconnect', onStop);
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `the port is taken by another program: ${error.message}; set PORT`;
  // What the system refused is the operator's to mend; anything else is ours, and needs its place in the code.
  return 'syscall' in error ? error.message : (error.stack ?? error.message);
}
