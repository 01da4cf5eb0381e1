import { rows } from './lookup.ts';
import type { HolidayYear } from './types.ts';
import holidaysJson from './holidays.json' with { type: 'json' };

/** Public holidays and make-up working days by year, as the State Council's notices set them. */
export const holidayYears = rows<HolidayYear>(holidaysJson);
