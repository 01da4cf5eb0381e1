// Names of the fields of invitations, prequalification and consortia, and of the items they publish: Chinese, English.
export const admissionFields: Readonly<Record<string, readonly [string, string]>> = {
  inviteeIds: ['受邀人', 'Invited'], inviteeCount: ['受邀家数', 'Number invited'], invitationFile: ['投标邀请书', 'Invitation'], sentAt: ['发出时间', 'Sent'],
  prequalDeadline: ['资格预审申请截止时间', 'Applications until'], newPrequalDeadline: ['新的资格预审申请截止时间', 'New deadline of the applications'], prequalFile: ['资格预审文件', 'Prequalification document'], prequalLimit: ['合格家数上限', 'Pass at most'],
  applicationSeq: ['申请序号', 'Application'], applicationFile: ['资格预审申请文件', 'Application file'], applicantId: ['申请人', 'Applicant'], applicantResults: ['审查结论', 'Results'], applicant: ['申请人', 'Applicant'],
  passedCount: ['合格家数', 'Passed'], failedCount: ['不合格家数', 'Failed'], decidedAt: ['确定时间', 'Decided'], reviewReport: ['资格审查报告', 'Review report'], qualified: ['是否符合要求', 'Meets the requirements'], score: ['得分', 'Score'], reason: ['理由', 'Reason'],
  consortiumSeq: ['联合体序号', 'Consortium'], consortiumName: ['联合体名称', 'Name of the consortium'], memberCount: ['成员数', 'Members'], memberIds: ['成员', 'Members'], filedAt: ['备案时间', 'Filed'], agreementFile: ['联合体协议', 'Consortium agreement'],
  noticeTitle: ['公告标题', 'Title'], tenderProjectCode: ['招标项目编号', 'Project code'], projectOverview: ['项目概况与规模', 'Overview and scale'], lotList: ['标段划分', 'Lots'], qualificationRequirements: ['申请人资格要求', 'Qualification required'],
  docObtainEnd: ['文件获取截止时间', 'Documents until'], applicationDeadline: ['申请文件递交截止时间', 'Applications until'], reviewMethod: ['资格审查办法', 'Method of review'],
  applicantCount: ['申请人数量', 'Number of applicants'], passedApplicants: ['合格申请人名单', 'Applicants who passed'], failedApplicants: ['未通过申请人及原因', 'Applicants who failed, with reasons'], reviewTime: ['审查完成时间', 'Review completed'],
};
