// Texts of the forms of a committee's member; `committee-en.ts` has the same shape.
export const committeeZh = {
  seat: (no: number) => `席位 ${no}`, you: '本人', chairIs: '组长', role: { expert: '专家', 'owner-rep': '招标人代表' } as Record<string, string>, chooseSeat: '请选择专家', chairHint: '只能推选专家，得票过半数的当选；没有人过半数的，全体重新投票。',
  bid: '投标', chooseBid: '请选择投标', number: (no: number) => `编号 ${no}`, done: '本人已评', rejected: '已否决', allDone: '本人已全部评完。', left: (n: number) => `本人还有 ${n} 份没有评。`, price: '投标报价', duration: '工期/交货期', quality: '质量', manager: '项目负责人', ceiling: '最高限价', files: '投标文件', noFiles: '没有另附文件。',
  avoidHint: '与任何一家投标人有利害关系的，须选“需要回避”，由专家库补抽。', related: '与哪几家有利害关系',
  items: '逐项评审', itemsHint: '评审项来自招标文件。不通过的写明理由。', pass: '通过', fail: '不通过', choose: '请选择', note: '理由', competition: '有效投标不足三家时，是否仍有竞争性', competitionHint: '只在有效投标不足三家时采用。',
  scores: '主观分', scoresHint: '按招标文件的评分标准，每项不超过满分，最多四位小数。', objective: '客观分', objectiveHint: '各评委相同，由组长统一录入。', max: (points: string) => `满分 ${points}`, outOfRange: (points: string) => `须在 0 到 ${points} 之间，最多四位小数`, sum: (text: string) => `合计 ${text}`,
  clause: '否决依据的条款', clauseHint: '写招标文件的条款。全体对同一条款表决，过半数即否决；也可以采用已有表决的条款。', reason: '理由', votes: '已有的表决', voteLine: (seat: number, clause: string, reason: string) => `席位 ${seat}：${clause}。${reason}`, take: '采用这一条款', noVotes: '还没有人提出否决。', majority: (n: number, of: number) => `共 ${of} 席，${n} 席同意即过半数。过半数前用“否决表决”投票，由凑足过半数的一位办理“否决投标”。`,
  dueAt: '答复期限', question: '需要澄清的问题', questionHint: '只能要求澄清、说明，不能要求改变报价和实质内容。', dueHint: '到期没有答复的，按投标文件原样评审。', clarifications: '澄清往来', unanswered: '等待答复，截止', overdue: '已过，未答复',
  noCorrectionVotes: '还没有人提出更正。', correctionMajority: (n: number, of: number) => `共 ${of} 席，同一原因有 ${n} 席赞成即过半数。过半数前用“更正表决”投票；由凑足过半数的一位专家办理“评分复核更正”，选出要重新打分的评分表。`,
  report: '评标报告', candidates: '中标候选人', rejectedBids: '被否决的投标', position: '签署意见', dissentHint: '不同意的须写明理由；拒不签字又不说明的，视为同意。', noCandidates: '没有候选人。', rank: (n: number) => `第 ${n} 名`, points: (text: string) => `${text} 分`, digest: '报告摘要',
  sheets: '需要重新打分的评分表', sheetOf: (bidder: string, seat: number) => `${bidder} · 席位 ${seat}`,
  reviewBid: '投标人', reviewChoose: '请选择投标人', reviewedDone: '已审查', reviewedFail: '不合格', reviewLeft: (n: number) => `还有 ${n} 家没有审查。`, reviewAll: '已全部审查。',
  qualification: '资格审查结论', qualificationHint: '由采购人在评审前逐家审查。不合格的写明理由，告知该供应商，不再参加评审。', elsewhere: '这个事项在这里还没有表单，请用命令行工具 qinglan 办理（见 README）。',
};
export type CommitteeTexts = typeof committeeZh;
