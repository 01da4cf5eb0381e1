/**
 * One registry of problems (RFC 9457). A code is what a program branches on; the texts are what a person reads.
 * Refusals by a rule of the catalogue use the rule's own id (r-…) as their code and need no line here.
 */
export interface ProblemSpec { status: number; zh: string; en: string }

export const PROBLEMS = {
  'malformed-json': { status: 400, zh: '请求内容不是有效的 JSON', en: 'The request body is not valid JSON' },
  'malformed-utf8': { status: 400, zh: '请求内容不是有效的 UTF-8 文本', en: 'The request body is not valid UTF-8' },
  'invalid-input': { status: 400, zh: '填写内容不符合要求，请按提示的字段更正', en: 'The input does not fit the form; correct the named field' },
  'body-too-large': { status: 413, zh: '请求内容超过大小上限', en: 'The request body is larger than allowed' },
  'upload-offset': { status: 409, zh: '续传位置与平台已收到的不一致，请先查询已收到的大小', en: 'The offset is not where the upload stands; ask for it first' },
  'checksum-mismatch': { status: 460, zh: '本段内容在传输中损坏(校验和不符)，请重传本段', en: 'This part was damaged on its way (checksum); send it again' },
  'tus-version': { status: 412, zh: '不支持的 tus 协议版本，本平台使用 1.0.0', en: 'This version of the tus protocol is not spoken here; it is 1.0.0' },
  'too-many-uploads': { status: 429, zh: '未完成的上传过多，请先完成或取消其中一些', en: 'Too many uploads are unfinished; finish or cancel some first' },
  'storage-full': { status: 507, zh: '平台存储空间不足，已收到的内容不会丢失，请稍后续传', en: 'The storage is full; what has arrived is kept, go on later' },
  'range-invalid': { status: 416, zh: '请求的范围超出文件大小', en: 'The range lies outside the file' },
  'unsupported-media-type': { status: 415, zh: '不支持的内容类型', en: 'This content type is not supported' },
  'idempotency-key-required': { status: 400, zh: '缺少 Idempotency-Key 请求头(UUID)', en: 'The Idempotency-Key header (a UUID) is missing' },
  'idempotency-key-reused': { status: 422, zh: '同一 Idempotency-Key 已用于另一内容', en: 'This Idempotency-Key was used with another body' },
  'not-signed-in': { status: 401, zh: '请先用证书登录', en: 'Sign in with a certificate first' },
  'session-expired': { status: 401, zh: '登录已过期，请重新登录，已填内容不会丢失', en: 'The session has ended; sign in again' },
  'challenge-invalid': { status: 401, zh: '登录挑战无效、已使用或已过期，请重新获取', en: 'The challenge is unknown, used or expired; ask for a new one' },
  'signature-invalid': { status: 401, zh: '签名验证失败：签名与内容或证书不符', en: 'The signature does not fit the content or the certificate' },
  'certificate-malformed': { status: 400, zh: '证书无法解析', en: 'The certificate cannot be read' },
  'certificate-untrusted': { status: 401, zh: '证书不是受信任的电子认证机构签发', en: 'The certificate is not issued by a trusted authority' },
  'certificate-expired': { status: 401, zh: '证书已过有效期', en: 'The certificate has expired' },
  'certificate-not-yet-valid': { status: 401, zh: '证书尚未生效', en: 'The certificate is not valid yet' },
  'certificate-revoked': { status: 401, zh: '证书已被吊销', en: 'The certificate has been revoked' },
  'certificate-usage': { status: 401, zh: '证书用途不符(签名证书与加密证书不可混用)', en: 'The certificate is for another use' },
  'certificate-unbound': { status: 401, zh: '证书未绑定任何账户，请先完成注册与绑定', en: 'The certificate is bound to no account' },
  'certificate-foreign': { status: 403, zh: '证书属于其他主体，不能代为签名', en: 'The certificate belongs to someone else' },
  'forbidden': { status: 403, zh: '您的角色不能办理此事项', en: 'Your role may not do this' },
  'not-found': { status: 404, zh: '未找到', en: 'Not found' },
  'origin-refused': { status: 403, zh: '请求来源不被允许', en: 'The origin of the request is not allowed' },
  'state': { status: 409, zh: '当前状态不能办理此事项', en: 'The present state does not allow this' },
  'version-conflict': { status: 409, zh: '内容已被他人更新，请刷新后重试', en: 'Someone else changed this; reload and try again' },
  'envelope-invalid': { status: 422, zh: '投标文件密封包无效或不完整', en: 'The sealed envelope is damaged or incomplete' },
  'envelope-foreign': { status: 422, zh: '投标文件密封包属于其他标段、投标人或托管组', en: 'The envelope belongs to another lot, bidder or custody set' },
  'decrypt-failed': { status: 422, zh: '解密失败：密钥与投标文件不符', en: 'Decryption failed: the key does not fit the envelope' },
  'shares-missing': { status: 409, zh: '解密托管人尚未释放足够份额(须两份)，请稍候重试', en: 'Fewer than two custodians have released their share of this bid; try again shortly' },
  'share-invalid': { status: 422, zh: '托管份额与密封包中的承诺不符', en: 'A share does not fit the commitment in the envelope' },
  'blob-missing': { status: 422, zh: '所引用的文件尚未上传', en: 'The file referred to has not been uploaded' },
  'evaluation-config': { status: 422, zh: '评标办法设置有误，请按提示更正', en: 'The evaluation settings are not sound' },
  'custody-unproved': { status: 409, zh: '解密托管人尚未全部完成份额测试', en: 'Not every custodian has proved a test share' },
  'contribution-missing': { status: 409, zh: '随机数承诺不足：至少需要两个独立角色事先承诺', en: 'At least two independent roles must commit before' },
  'contribution-mismatch': { status: 422, zh: '揭示内容与事先承诺不符', en: 'The reveal does not fit the commitment' },
  'roster-too-small': { status: 409, zh: '符合条件的专家人数不足，请扩大专业或地域', en: 'Too few experts fit; widen specialties or regions' },
  'not-live-mode': { status: 403, zh: '仅演示模式可用', en: 'Only in demo mode' },
  'clock-leased': { status: 409, zh: '演示时钟正被他人使用，请稍候', en: 'Another runner holds the demo clock' },
  'clock-backward': { status: 422, zh: '演示时钟只能向前', en: 'The demo clock moves forward only' },
  'four-eyes': { status: 403, zh: '须由另一名管理员确认，本人不得为自己授权', en: 'Another administrator must confirm; nobody grants to himself' },
  'certificate-bound': { status: 409, zh: '该证书已绑定账户，请更换证书', en: 'This certificate is bound to an account already' },
  'correction-once': { status: 409, zh: '补正只能一次性告知，不得再次要求补正', en: 'Corrections are asked for once; decide now' },
  'deadline-earlier': { status: 422, zh: '投标截止时间不得早于公告载明的时间', en: 'The bid deadline may not be earlier than the notice says' },
  'custody-set': { status: 422, zh: '须指定三个互相独立的解密托管人(中心、监督、公证各一)', en: 'Three independent custodians are needed: centre, supervisor and notary' },
  'custody-test-failed': { status: 422, zh: '份额测试未通过：答复与测试份额不符', en: 'The answer does not fit the test share' },
  'role-combination': { status: 422, zh: '该角色组合不允许', en: 'These roles may not be held together' },
  'agency-agreement': { status: 422, zh: '由代理机构办理须有代理协议', en: 'An agency needs an agreement with the tenderer' },
  'too-many-streams': { status: 429, zh: '同时打开的直播连接过多，请关闭其他页面后重试', en: 'Too many live streams are open from here; close some and try again' },
  'rate-limited': { status: 429, zh: '请求过于频繁，请稍后再试', en: 'Too many requests from here; try again later' },
  'internal': { status: 500, zh: '平台内部错误，已记录，请稍后重试', en: 'Internal error; it has been recorded' },
  'unavailable': { status: 503, zh: '服务暂不可用，请稍后重试', en: 'The service is not available now' },
} as const satisfies Record<string, ProblemSpec>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemBody {
  type: string; title: string; status: number; code: string; detailZh: string; detailEn: string;
  field?: string; rule?: string; article?: string;
}
  'mail-missing': { status: 503, zh: '平台尚未设置邮件服务(QINGLAN_SMTP_URL)，暂不能邮件订阅', en: 'The platform has no mail service (QINGLAN_SMTP_URL); it cannot send mail yet' },
