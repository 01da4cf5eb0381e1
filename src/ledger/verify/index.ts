export { parsePolicy, policyText, type Policy } from './policy.ts';
export { readBundle, type BundleEntry, type EvidenceBundle, type OpenedField, type SignedRequest } from './bundle.ts';
export { verifyBundle, type VerifiedBundle, type VerifyOptions } from './verify.ts';
export type { VerifiedEntry } from './entries.ts';
export { collectEntries, type LedgerReader } from './collect.ts';
