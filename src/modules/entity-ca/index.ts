import type { AnySpec } from '../../platform/act.ts';
import type { TrustStore } from '../../seal/index.ts';
import { entCaBind } from './ent-ca-bind.ts';
import { entRegister } from './ent-register.ts';
import { governanceSpecs } from './governance.ts';

/** Certificates are judged against the authorities the deployment trusts, so the specs are made for them. */
export function entityCaSpecs(trust: TrustStore): AnySpec[] {
  return [entRegister, entCaBind(trust), ...governanceSpecs(trust)];
}

export { bindChallenge } from './ent-ca-bind.ts';
export { bindingOf } from './binding.ts';
export { checkSign, isCreditCode } from '../../contracts/credit-code.ts';
export { certificateBase64, CUSTODIAN_ROLES } from './model.ts';
export { custodiansRead, entitiesRead, entityRead, meRead, proposalsRead, representativesRead } from './queries.ts';
export type { Account, AccountProposal, Binding, CustodianRecord, Entity } from './model.ts';
