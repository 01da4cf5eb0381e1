/** Names that the tenderer's desk adds: Chinese, English. */
export const tenderInputs: Readonly<Record<string, readonly [string, string]>> = {
  signCertificate: ['签名证书', 'Signing certificate'], encryptCertificate: ['加密证书', 'Encryption certificate'], challengeSignature: ['持有私钥的证明', 'Proof of holding the key'], change: ['采购需求变动', 'Change of the demand'], content: ['变动内容', 'What changes'], file: ['文件', 'File'],
  startLeafId: ['开标启动的存证', 'Entry that starts the opening'], shares: ['解密份额', 'Decryption shares'], share: ['份额', 'Share'], commit: ['随机数承诺', 'Commitment to chance'], chanceId: ['抽取', 'Draw'], r: ['随机数', 'Random number'], salt: ['盐', 'Salt'],
  employer: ['工作单位', 'Employer'], witnessed: ['中心见证', 'Witnessed by the centre'], reportDigest: ['评标报告摘要', 'Digest of the report'], closureCode: ['处置结论', 'Conclusion'],
  objectorName: ['异议人', 'Objector'], outcome: ['处理结果', 'Outcome'], replyFile: ['异议及书面答复', 'Objection and reply'], quantity: ['数量', 'Quantity'], offerEnd: ['报价截止', 'Offers until'], demandFile: ['需求文件', 'Demand'], mode: ['确定方式', 'Mode'], callId: ['竞价', 'Call'],
  orderId: ['监督指令', 'Order'], reply: ['办理情况', 'What was done'], offerFile: ['报价文件', 'Offer'], priceFen: ['报价', 'Price'],
  openingRoomId: ['新的开标场地', 'New opening room'], remarks: ['评价说明', 'Remarks'], admittedBidSeqs: ['入围供应商', 'Admitted suppliers'], framework: ['框架协议条款', 'Framework terms'], modes: ['第二阶段方式', 'Second-stage modes'], orderOrObjectionNo: ['依据编号', 'Number it rests on'],
  reinstatedBidSeqs: ['恢复的投标', 'Bids that come back'], archiveItems: ['归档材料', 'Papers filed'], roomId: ['场地', 'Room'], slotType: ['场地类型', 'Kind of room'], slotStart: ['开始时间', 'From'], slotEnd: ['结束时间', 'Until'],
  'abnormal-suspend': ['中止', 'Suspend'], 'abnormal-resume': ['恢复', 'Resume'], 'abnormal-terminate': ['终止', 'Terminate'], 'abnormal-fail': ['流标（废标）', 'Failed'],
  'paper-tender-document': ['招标（采购）文件', 'Tender document'], 'paper-fair-review': ['公平竞争审查表', 'Fair-competition review'], 'paper-tender-notice': ['招标（采购）公告', 'Notice'], 'paper-opening-record': ['开标记录', 'Opening record'], 'paper-evaluation-report': ['评标报告', 'Evaluation report'],
  'paper-candidate-notice': ['中标候选人公示', 'Candidates'], 'paper-award-notice': ['中标通知书', 'Award notice'], 'paper-result-notice': ['中标结果公告', 'Result notice'], 'paper-contract': ['合同', 'Contract'], 'paper-acceptance-report': ['验收书', 'Acceptance report'],
  'paper-failure-notice': ['流标、终止公告', 'Notice of failure'], 'paper-prequalification-notice': ['资格预审公告', 'Prequalification notice'], 'paper-prequalification-report': ['资格审查报告', 'Prequalification report'], 'paper-invitation': ['投标邀请书', 'Invitation'],
};
