import { createHash } from 'node:crypto';
import { escaped } from '../search/html.ts';
import type { Subscription } from './desk.ts';
import { filterText } from './letters.ts';

/** The page behind the link of a mail: what is subscribed, with one button. Null: there is nothing (any more) under this link. */
export function subscriptionPage(subscription: Subscription | null, now: 'asked' | 'confirmed' | 'ended'): string {
  if (!subscription) return shell('zh', now === 'ended' ? ['已退订，邮箱地址已删除。', 'You have unsubscribed; the address has been deleted.'] : ['没有这个订阅，可能已经退订或超过 24 小时未确认。', 'There is no such subscription: it has ended, or was not confirmed within 24 hours.'], '');
  const { language, token, confirmed, frequency } = subscription;
  const en = language === 'en';
  const often = { 'at-once': en ? 'at once' : '即时发送', daily: en ? 'daily at eight' : '每日 8 时汇总' }[frequency];
  const button = (action: string, text: string): string => `<form method="post" action="/subscriptions/${escaped(token)}/${action}"><button>${text}</button></form>`;
  const facts = `<dl><div><dt>${en ? 'Entries' : '订阅内容'}</dt><dd>${escaped(filterText(subscription))}</dd></div><div><dt>${en ? 'Sent' : '发送方式'}</dt><dd>${often}</dd></div><div><dt>${en ? 'To' : '邮箱'}</dt><dd>${escaped(masked(subscription.email))}</dd></div></dl>`;
  if (!confirmed) return shell(language, en ? ['Confirm your subscription'] : ['确认订阅'], `${facts}${button('confirm', en ? 'Confirm' : '确认订阅')}`);
  const title = now === 'confirmed' ? (en ? 'Your subscription is in force' : '订阅已生效') : (en ? 'Your subscription' : '您的订阅');
  return shell(language, [title], `${facts}${button('unsubscribe', en ? 'Unsubscribe and delete the address' : '退订并删除邮箱地址')}`);
}

/** Whoever has the link has the mailbox; whoever looks over a shoulder need not have the address. */
function masked(email: string): string { return email.replace(/^(.).*(@.*)$/, '$1***$2'); }

function shell(language: Subscription['language'], lines: readonly string[], body: string): string {
  return `<!doctype html>
<html lang="${language === 'en' ? 'en' : 'zh-CN'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(lines[0] ?? '')} · ${language === 'en' ? 'Qinglan' : '清兰公共资源交易平台'}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">${language === 'en' ? 'Qinglan public resource trading' : '清兰公共资源交易平台'}</a></header>
<main>
<h1>${escaped(lines[0] ?? '')}</h1>
${lines.slice(1).map((line) => `<p lang="en">${escaped(line)}</p>`).join('\n')}
${body}
</main>
</body>
</html>
`;
}

const STYLE = `body{margin:0;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1d2421;background:#fff}
header,main{max-width:640px;margin:0 auto;padding:14px 18px}header{border-bottom:3px solid #0e5a4c}header a{color:#0e5a4c;font-weight:600;text-decoration:none}
h1{font-size:1.5rem;line-height:1.35;margin:.6em 0 .5em}dl{margin:0 0 1.4em;border-top:1px solid #d8dcd6}dl div{display:grid;grid-template-columns:8em 1fr;gap:0 16px;padding:9px 0;border-bottom:1px solid #d8dcd6}
dt{color:#55605b}dd{margin:0;overflow-wrap:anywhere}button{font:inherit;padding:.5em 1.4em;color:#fff;background:#0e5a4c;border:0;border-radius:4px;cursor:pointer}button:focus-visible{outline:3px solid #c9772b;outline-offset:2px}`;

export const SUBSCRIPTION_POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
