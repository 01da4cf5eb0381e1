import { reader, rows } from './lookup.ts';
import type { Indicator, Service, ServiceLevel, TestVector, Theme } from './types.ts';
import indicatorsJson from './indicators.json' with { type: 'json' };
import serviceLevelsJson from './service-levels.json' with { type: 'json' };
import servicesJson from './services.json' with { type: 'json' };
import testVectorsJson from './test-vectors.json' with { type: 'json' };
import themesJson from './ebs-themes.json' with { type: 'json' };

export const indicators = rows<Indicator>(indicatorsJson);
export const services = rows<Service>(servicesJson);
export const serviceLevels = rows<ServiceLevel>(serviceLevelsJson);
export const themes = rows<Theme>(themesJson);
export const testVectors = rows<TestVector>(testVectorsJson);

export const indicator = reader('indicator', indicators, (row) => row.id);
export const service = reader('service', services, (row) => row.id);
export const serviceLevel = reader('service level', serviceLevels, (row) => row.id);
export const theme = reader('certification theme', themes, (row) => row.id);
