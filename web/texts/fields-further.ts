/** Fields of the points that came later: procurement without a tender, experts and their assessment, the disclosure of visits. */
export const furtherFields: Record<string, readonly [string, string]> = {
  floorPrice: ['最低限价', 'Floor price'], visitorKey: ['访问人标识', 'Visitor'], validFrom: ['有效期起', 'Valid from'], validTo: ['有效期止', 'Valid to'],
  assessmentSeq: ['考核次数', 'Assessment'], assessedAt: ['考核时间', 'Assessed'], assessmentForm: ['考核表', 'Assessment form'], argumentFile: ['论证意见', 'Argument'],
  quotedAt: ['报价时间', 'Quoted'], quotePrice: ['报价', 'Quote'], responseFile: ['响应文件', 'Response'], frameworkId: ['框架协议', 'Framework agreement'], itemId: ['品目', 'Item'],
  lotNo: ['标段号', 'Lot number'], lotName: ['标段名称', 'Lot name'], lotCode: ['标段编号', 'Lot code'], bidder: ['投标人', 'Bidder'], supplier: ['供应商', 'Supplier'], priceFen: ['报价', 'Price'], ceilingFen: ['最高限价', 'Ceiling price'], clause: ['依据', 'Clause'], total: ['总分', 'Total'],
  price: ['价格', 'Price'], selectedAt: ['选定时间', 'Selected'],
  quoteEnd: ['报价截止', 'Quotes until'], isFinal: ['最后报价', 'Final round'], required: ['法定家数', 'Needed by law'], newEnd: ['新的结束时间', 'New end'], subjectId: ['事项', 'Matter'], stateHash: ['状态摘要', 'Digest of the state'],
  evidenceHash: ['证据', 'Evidence'], orderOrObjectionNo: ['依据的异议答复或监督指令', 'Objection or order it rests on'], reinstatedBidSeqs: ['恢复的投标', 'Bids reinstated'],
};
