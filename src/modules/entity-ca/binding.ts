import { toBase64, type ParsedCertificate } from '../../seal/index.ts';
import type { Binding } from './model.ts';

export function bindingOf(certificate: ParsedCertificate, to: { accountId: string; entityId: string | null; usage: Binding['usage']; at: string }): Binding {
  return {
    accountId: to.accountId, entityId: to.entityId, usage: to.usage,
    certificate: toBase64(certificate.der), serial: certificate.serialNumber, issuer: certificate.issuerText,
    notBefore: new Date(certificate.notBefore).toISOString(), notAfter: new Date(certificate.notAfter).toISOString(),
    boundAt: to.at,
  };
}
