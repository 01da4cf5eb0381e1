import type { AnySpec } from '../../platform/act.ts';
import type { GuestCounter } from './guests.ts';
import { livGuest, livGuestMinute } from './liv-guest.ts';
import { livRecord } from './liv-record.ts';
import { livStart } from './liv-start.ts';

export const specs = (counter: GuestCounter): AnySpec[] => [livStart, livGuest(counter), livGuestMinute, livRecord];
export { GuestCounter, type GuestMinute } from './guests.ts';
export { eventsSince, recordingOf, type Recording } from './queries.ts';
