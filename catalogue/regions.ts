import { rows } from './lookup.ts';
import type { Region } from './types.ts';
import regionsJson from './regions.json' with { type: 'json' };

/** Provinces, prefectures and counties by code (GB/T 2260). */
export const regions = rows<Region>(regionsJson);
