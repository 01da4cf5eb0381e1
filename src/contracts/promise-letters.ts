// Promise letters (进场承诺书) by version: what a tenderer signs to on entering. A version once signed is never reworded; a new wording is a new version.
export interface PromiseLetter { zh: readonly string[]; en: readonly string[] }

export const promiseLetters: Readonly<Record<string, PromiseLetter>> = {
  '2026-1': {
    zh: [
      '所提交的项目审批（核准、备案）、资金来源和招标（采购）范围等资料真实、完整、有效，并对其负责。',
      '依法自主确定招标（采购）方式和文件内容，不以不合理的条件限制、排斥潜在投标人（供应商），不要求或者标明特定的品牌、产地、供应商。',
      '不与投标人（供应商）、代理机构串通，不泄露应当保密的受邀请人名单、已获取文件的单位、评标委员会成员以及评审情况。',
      '按照本平台的时限和法定期限办理公告、澄清、开标、定标、公示和合同签订；委托代理机构办理的，对其在委托范围内的行为负责。',
      '以本单位的数字证书办理，妥善保管证书和私钥；以本单位证书签名的事项，由本单位承担责任。',
      '同意平台对办理过程存证，并按公开清单依法公开；接受行政监督部门的监督，配合处理异议、投诉和检查。',
    ],
    en: [
      'What is handed in on approval, funding and scope of the project is true, complete and valid, and we answer for it.',
      'We choose the procedure and write the documents by the law, shut out nobody by unreasonable conditions, and ask for no brand, origin or supplier.',
      'We do not collude with bidders, suppliers or agencies, and do not tell who is invited, who has fetched the documents, who sits in the committee, or how it evaluates.',
      'We keep the periods of the platform and of the law for notices, clarifications, opening, award, publicity and contract, and answer for what our agency does for us.',
      'We act by our own certificate and keep it and its key safe; what is signed by it is ours.',
      'We agree that the course of the trade is recorded and disclosed by the published list, accept supervision, and help to settle objections, complaints and inspections.',
    ],
  },
};
