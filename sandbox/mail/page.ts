import { createHash } from 'node:crypto';
import { localText } from '../../src/kernel/calendar.ts';
import type { MailMessageIn } from './index.ts';

/** The sandbox's mailbox to look at: newest first, links to press. */
export function mailboxPage(messages: readonly MailMessageIn[]): string {
  const items = messages.toReversed().map(({ to, from, subject, text, at, headers }) => {
    const oneClick = /<(https?:[^>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1];
    return `<article><h2>${escaped(subject)}</h2><p class="at">${escaped(from)} → ${escaped(to)} · <time datetime="${at}">${localText(Date.parse(at))}</time>（北京时间 <span lang="en">Beijing time</span>）</p><pre>${linked(text)}</pre>${
      oneClick === undefined ? '' : `<form method="post" action="${escaped(new URL(oneClick).pathname)}"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>List-Unsubscribe</button></form>`}</article>`;
  });
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>沙箱邮箱 · Sandbox mailbox</title><style>${STYLE}</style></head>
<body><header><a href="/">清兰公共资源交易平台</a></header><main><h1>沙箱邮箱 <span lang="en">Sandbox mailbox</span></h1>
<p class="at">演示环境发出的邮件都收在这里：订阅确认、订阅内容和账户通知。<span lang="en">All mail of the demonstration: subscriptions and, for who asked for them, notifications.</span></p>
<form method="get"><label>收件人 <span lang="en">To</span> <input name="to" type="email"></label> <button>查看 <span lang="en">Show</span></button></form>
${items.length === 0 ? '<p>没有邮件。<span lang="en">No mail.</span></p>' : items.join('\n')}</main></body></html>
`;
}

/** Addresses become links; a page of this platform is reached by its path, wherever the demo is open. */
function linked(text: string): string {
  return escaped(text).replaceAll(/https?:\/\/[^\s<&]+(?:&amp;[^\s<&]+)*/g, (url) => `<a href="${url}">${url}</a>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const STYLE = `body{margin:0;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1d2421}header,main{max-width:820px;margin:0 auto;padding:14px 18px}header{border-bottom:3px solid #0e5a4c}header a{font-weight:600;text-decoration:none}form{margin:12px 0}input{font:inherit;padding:.35em .6em;border:1px solid #8d958f;border-radius:6px}
article{border-top:1px solid #d8dcd6;padding:10px 0}h1{font-size:1.4rem}h2{font-size:1.1rem;margin:.2em 0}.at{color:#55605b;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}a{color:#0e5a4c}button{font:inherit;padding:.35em 1em;color:#fff;background:#0e5a4c;border:0;border-radius:6px;cursor:pointer}input:focus-visible,button:focus-visible{outline:3px solid #8a4f0b;outline-offset:2px}`;

export const MAILBOX_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
