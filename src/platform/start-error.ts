/** Why a start ends before it serves: one line for a person, and the exit code of the command line. */
export class StartError extends Error {
  override name = 'StartError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Exit codes a script may rely on. */
export const exitCodes = { failed: 1, badUsage: 2, alreadyServed: 3 } as const;
