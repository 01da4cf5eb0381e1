/** Witness certificate (交易见证书). Record kind `certificate`, lotId, key = certificateNo; states: machine `certificate`. */
export interface Certificate {
  certificateNo: string;
  certificateType: 'witness' | 'transaction';
  issuedAt: string;
  fileDigest: string;
  blockHeight: number;
  leafCount: number;
  previousState?: string;
  /** first of the two persons who void a certificate */
  revocation?: { proposedBy: string; at: string; reason: string };
}
