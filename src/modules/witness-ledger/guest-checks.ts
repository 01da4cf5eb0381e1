import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';

const input = z.strictObject({ kind: z.enum(['cer-verify', 'led-verify']), count: z.int().min(1), from: z.string(), to: z.string() });

/** Guests' checks of the last minute, one leaf a kind. */
export const guestChecks = defineAct<z.infer<typeof input>, null>({
  id: 'guest-checks', kind: 'system', subjectKind: null, input, lock: 'none',
  load: async () => null,
  parties: () => ({}),
  decide(_facts, cmd, work) {
    work.gov('gov-guest-checks', { subject: cmd.subject, public: { ...cmd.input } });
  },
});
