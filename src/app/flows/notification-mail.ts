import type { Pool } from 'pg';
import { told } from '../../contracts/notifications.ts';
import { localText } from '../../kernel/calendar.ts';
import type { Flow } from '../../platform/system.ts';
import { settingOf, type MailSetting } from '../desk/notification-mail.ts';
import type { MailDeps } from './mail.ts';
import { post } from './post.ts';

const entriesMax = 40;
interface Entry { fp: string; lot: string; code: string; project: string; at: string }

/** Letters name the account in the outbox; the address is read when the letter leaves, so whoever stopped meanwhile gets none. */
export function notificationMailFlows({ pool, mailer, publicUrl }: MailDeps): Flow[] {
  const base = publicUrl.replace(/\/$/, '');
  const send = async (setting: MailSetting, id: string, subject: string, text: string, unsubscribeUrl?: string): Promise<void> => {
    if (await post(mailer, { id, to: setting.email, subject, text, ...(unsubscribeUrl ? { unsubscribeUrl } : {}) })) return;
    await pool.query('update notification_mail set refused = refused + 1 where account_id = $1', [setting.accountId]);
    await pool.query('delete from notification_mail where account_id = $1 and (confirmed_at is null or refused >= 3)', [setting.accountId]);
  };
  return [
    {
      topic: 'mail.told-confirm',
      async run(payload) {
        const { account, nonce } = payload as { account: string; nonce: string };
        const setting = await settingOf(pool, account);
        if (!setting || setting.confirmed) return;
        const { language, name, token } = setting;
        const url = `${base}/notification-mail/${token}`;
        await send(setting, `told-confirm-${nonce}`, language === 'en' ? 'Please confirm this address for your Qinglan notifications' : '请确认清兰平台的通知邮箱', language === 'en'
          ? `The account “${name}” of the Qinglan public resource trading platform gave this address for its notifications.\n\nTo confirm, open this page and press the button (within 24 hours):\n${url}\n\nIf it was not you, do nothing: the address is deleted after 24 hours.\n`
          : `清兰公共资源交易平台的账户“${name}”填写了本邮箱，用于接收通知。\n\n请在 24 小时内打开下列页面并按“确认”：\n${url}\n\n如非本人填写，请忽略本邮件，邮箱地址将在 24 小时后删除。\n`);
      },
    },
    {
      topic: 'mail.told',
      async run(payload) {
        const { account, from, to } = payload as { account: string; from: string; to: string };
        const setting = await settingOf(pool, account);
        if (!setting?.confirmed) return;
        const entries = await entriesOf(pool, account, from, to);
        if (entries.length > 0) await send(setting, `told-${account}-${to}`, subjectOf(setting, entries), textOf(setting, entries, base), `${base}/notification-mail/${setting.token}/unsubscribe`);
      },
    },
  ];
}

async function entriesOf(pool: Pool, account: string, from: string, to: string): Promise<Entry[]> {
  const { rows } = await pool.query<Entry>(
    `select n.fp, n.lot_id as lot, l.data->>'lotCode' as code, l.data->>'projectName' as project, to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from notification n join record l on l.kind = 'lot' and l.id = n.lot_id where n.account_id = $1 and n.seq > $2 and n.seq <= $3 order by n.seq desc limit ${entriesMax + 1}`, [account, from, to]);
  return rows;
}

const wordsOf = ({ fp }: Entry, { language }: MailSetting): string => told[fp]?.[language] ?? fp;

function subjectOf(setting: MailSetting, entries: readonly Entry[]): string {
  const [first] = entries;
  if (!first) return '';
  const one = `${wordsOf(first, setting)}${setting.language === 'en' ? ': ' : '：'}${first.project}`;
  if (setting.language === 'en') return entries.length === 1 ? `[Qinglan] ${one}` : `[Qinglan] ${one} and ${entries.length - 1} more`;
  return entries.length === 1 ? `【清兰】${one}` : `【清兰】${one}等 ${entries.length} 条`;
}

function textOf(setting: MailSetting, entries: readonly Entry[], base: string): string {
  const en = setting.language === 'en';
  const lines = entries.slice(0, entriesMax).map((entry, i) => `${i + 1}. ${wordsOf(entry, setting)}\n   ${entry.project} ${entry.code}\n   ${localText(Date.parse(entry.at))}\n   ${base}/desk/lots/${entry.lot}`).join('\n\n');
  return `${lines}\n${entries.length > entriesMax ? (en ? '\nThere are more: see your notifications.\n' : '\n更多通知请到工作台查看。\n') : ''}\n--\n${en ? 'All notifications' : '全部通知'}: ${base}/desk/notifications\n${en ? 'To stop these letters' : '停止邮件通知'}: ${base}/notification-mail/${setting.token}\n`;
}
