export * from './admission.ts';
export * from './award.ts';
export * from './certificate.ts';
export * from './contract.ts';
export * from './evaluation.ts';
export * from './paper.ts';
export * from './report.ts';
export * from './tender.ts';
