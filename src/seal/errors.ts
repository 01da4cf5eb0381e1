/**
 * Every refusal of the sealing layer, as a code a caller can branch on.
 * Sentences may change; codes are a contract.
 */
export const sealCodes = {
  'seal.malformed': 'The envelope is not a Qinglan sealed bid',
  'seal.version': 'The envelope is of a version this program does not know',
  'seal.truncated': 'The envelope is shorter or longer than its header says',
  'seal.tampered': 'The envelope was changed, or these secrets do not belong to it',
  'seal.wrong_deployment': 'The envelope was sealed for another platform',
  'seal.wrong_lot': 'The envelope was sealed for another lot',
  'seal.wrong_bidder': 'The envelope was sealed by another bidder',
  'seal.wrong_custody_set': 'The envelope was sealed to other custodians',
  'seal.wrong_certificate': 'The envelope was sealed to another encryption certificate',
  'seal.not_padded': 'The content length is not a Padmé length',
  'seal.too_large': 'A file or the whole bid is larger than allowed',
  'seal.custody_invalid': 'A custody set is exactly three custodians with three ids and three certificates',
  'seal.unknown_custodian': 'This custodian holds no share of the envelope',
  'seal.no_backup': 'The bidder chose no backup for this envelope',
  'seal.wrong_key': 'The private key does not open what was wrapped for it',
  'seal.commitment': 'A secret does not match the commitment in the header',
  'seal.share_invalid': 'A share does not match its commitment in the header',
  'seal.too_few_shares': 'Two different shares are needed',
  'seal.secret_missing': 'Both the bidder secret and the custody secret are needed',
  'seal.plain_digest': 'The content has another digest than was recorded',
  'seal.content_malformed': 'The decrypted content is not a bid container',
  'seal.file_changed': 'A file is not the one the form names',
  'seal.form_invalid': 'The bid form is incomplete or has fields that are not known',
  'seal.price_malformed': 'The price is not a whole number of fen',
  'seal.price_negative': 'The price is negative',
  'seal.price_too_long': 'The price has more than 20 digits',
  'seal.price_above_ceiling': 'The price is above the ceiling',
  'certificate.malformed': 'The certificate cannot be read',
  'certificate.wrong_key_type': 'The certificate does not hold a P-256 key',
  'certificate.wrong_usage': 'The certificate is not meant for this use',
  'certificate.not_yet_valid': 'The certificate is not valid yet',
  'certificate.expired': 'The certificate has expired',
  'certificate.self_signed': 'The certificate is signed by itself',
  'certificate.unknown_issuer': 'The certificate comes from an authority that is not trusted here',
  'certificate.bad_signature': 'The signature of the authority on the certificate is wrong',
  'certificate.no_identity': 'The certificate names neither a credit code nor a person number',
  'certificate.revoked': 'The certificate was revoked',
  'certificate.crl_malformed': 'The revocation list cannot be read',
  'certificate.crl_without_next_update': 'The revocation list does not say until when it holds',
  'certificate.crl_stale': 'The revocation list is out of date',
  'certificate.crl_untrusted': 'The revocation list is not signed by a trusted authority',
  'signature.malformed': 'The signature is not 64 bytes of base64url',
  'signature.invalid': 'The signature does not fit the signed content and the certificate',
  'custodian.proof_missing': 'The start of the opening is not proven durable',
  'custodian.proof_foreign': 'The proof belongs to another lot or platform',
  'custodian.before_deadline': 'The opening did not start after the deadline',
  'custodian.test_failed': 'The test share was not answered by the holder of the key',
} as const;

export type SealCode = keyof typeof sealCodes;

export class SealError extends Error {
  readonly code: SealCode;
  /** The field of the form or header the refusal is about, if one is. */
  readonly field: string | undefined;

  constructor(code: SealCode, detail?: string, options?: { cause?: unknown; field?: string }) {
    super(detail === undefined ? sealCodes[code] : `${sealCodes[code]}: ${detail}`, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SealError';
    this.code = code;
    this.field = options?.field;
  }
}
