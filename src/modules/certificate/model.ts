/** Witness certificate (交易见证书). Record kind `certificate`, lotId, key = certificateNo; states: machine `certificate`. */
export interface Certificate {
  certificateNo: string;
  certificateType: 'witness' | 'transaction';
  issuedAt: string;
  /** of the sealed file, of its text before the seal, and its length */
  fileDigest: string; contentDigest?: string; fileSize?: number;
  blockHeight: number;
  leafCount: number;
  previousState?: string;
  /** first of the two persons who void a certificate */
  revocation?: { proposedBy: string; at: string; reason: string; personNo?: string };
}
