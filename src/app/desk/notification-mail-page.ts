import { createHash } from 'node:crypto';
import type { MailSetting } from './notification-mail.ts';

/** The page behind the link of a letter, with one button. Null: there is nothing (any more) under this link. */
export function mailPage(setting: MailSetting | null, now: 'asked' | 'confirmed' | 'ended'): string {
  if (!setting) return shell('zh', now === 'ended' ? '已停止，邮箱地址已删除。' : '没有这个邮箱设置，可能已经停止或超过 24 小时未确认。', `<p lang="en">${now === 'ended' ? 'Stopped; the address has been deleted.' : 'There is no such setting: it has ended, or was not confirmed within 24 hours.'}</p>`);
  const { language, token, confirmed, name } = setting;
  const en = language === 'en';
  const button = (action: string, text: string): string => `<form method="post" action="/notification-mail/${escaped(token)}/${action}"><button>${text}</button></form>`;
  const what = `<p>${en ? 'Notifications of the account' : '账户通知'}${en ? ': ' : '：'}${escaped(name)} → ${escaped(setting.email.replace(/^(.).*(@.*)$/, '$1***$2'))}</p>`;
  if (!confirmed) return shell(language, en ? 'Confirm this address' : '确认通知邮箱', `${what}${button('confirm', en ? 'Confirm' : '确认')}`);
  const title = now === 'confirmed' ? (en ? 'Notifications come by mail now' : '邮件通知已生效') : (en ? 'Notifications by mail' : '邮件通知');
  return shell(language, title, `${what}${button('unsubscribe', en ? 'Stop and delete the address' : '停止并删除邮箱地址')}`);
}

function shell(language: MailSetting['language'], title: string, body: string): string {
  const name = language === 'en' ? 'Qinglan public resource trading' : '清兰公共资源交易平台';
  return `<!doctype html>
<html lang="${language === 'en' ? 'en' : 'zh-CN'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(title)} · ${name}</title><link rel="icon" href="/icon.svg" type="image/svg+xml"><style>${STYLE}</style></head>
<body><header><a href="/">${name}</a></header><main><h1>${escaped(title)}</h1>${body}</main></body></html>
`;
}

function escaped(text: string): string { return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'); }

const STYLE = `body{margin:0;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1d2421;background:#fff}
header,main{max-width:640px;margin:0 auto;padding:14px 18px}header{border-bottom:3px solid #0e5a4c}header a{color:#0e5a4c;font-weight:600;text-decoration:none}
h1{font-size:1.5rem;line-height:1.35;margin:.6em 0 .5em}p{overflow-wrap:anywhere}button{font:inherit;padding:.5em 1.4em;color:#fff;background:#0e5a4c;border:0;border-radius:4px;cursor:pointer}button:focus-visible{outline:3px solid #c9772b;outline-offset:2px}`;

export const MAIL_POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
