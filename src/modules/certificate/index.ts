import type { AnySpec } from '../../platform/act.ts';
import { cerIssue, type CertificateDeps } from './cer-issue.ts';
import { cerVerify } from './cer-verify.ts';

export const specs = (deps: CertificateDeps): AnySpec[] => [cerIssue(deps), cerVerify];
export { certificate } from './queries.ts';
export type { Certificate } from './model.ts';
