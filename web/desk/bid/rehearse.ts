import type { KeptIdentity } from '../../session/keyring.ts';

/**
 * Seals a small bid to one's own encryption certificate and opens it again, so that nobody learns at the opening that his key was the
 * wrong one. The custodians of a rehearsal are keys made for this moment; nothing of it leaves the computer.
 */
export async function rehearse(identity: KeptIdentity, context: { deployment: string; lotId: string; bidderId: string; custody: readonly { id: string; certificate: Uint8Array<ArrayBuffer> }[] }): Promise<boolean> {
  const { sealBid, recoverBidderSecret } = await import('../../../src/seal/index.ts');
  if (!identity.encrypt) return false;
  const text = new TextEncoder().encode('rehearsal');
  const sealed = await sealBid({
    form: { lotId: context.lotId, priceFen: '1', duration: '1' }, files: [{ name: 'rehearsal.txt', size: text.length, stream: () => new Blob([text]).stream() }],
    context: { ...context, bidderCertificate: identity.encrypt.certificate },
  });
  try {
    // the commitment in the header is checked: a wrong key gives no secret at all
    return (await recoverBidderSecret(sealed.header, identity.encrypt.privateKey)).length === 32;
  } catch {
    return false;
  }
}
