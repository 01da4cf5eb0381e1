import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailConfig, MailRefused, openMailer, type Mailer } from '../../src/platform/mail.ts';
import { startMailSandbox, type MailSandbox } from './index.ts';

let post: MailSandbox;
let mailer: Mailer;
beforeAll(async () => {
  post = await startMailSandbox();
  mailer = openMailer({ url: post.url, from: '清兰公共资源交易平台 <no-reply@example.org>' });
});
afterAll(async () => {
  mailer.close();
  await post.close();
});

it('delivers Chinese text and the one-click header over SMTP', async () => {
  const subject = '【清兰】东湖大道改造工程施工总承包招标公告等三条新公告，请查收您的订阅';
  const text = `标题：桥梁“新建”=工程\n\n${'很长的一行'.repeat(60)}\n.\n.句点开头的行`;
  await mailer.send({ id: 'one', to: 'reader@example.org', subject, text, unsubscribeUrl: 'https://trade.example/subscriptions/abc/unsubscribe' });
  const [message] = post.inbox('READER@example.org');
  expect(message).toMatchObject({ to: 'reader@example.org', from: 'no-reply@example.org', subject, text });
  expect(message?.headers).toMatchObject({
    'message-id': '<one@example.org>', 'list-unsubscribe': '<https://trade.example/subscriptions/abc/unsubscribe>', 'list-unsubscribe-post': 'List-Unsubscribe=One-Click', 'auto-submitted': 'auto-generated',
  });
});

it('lets no line of a message become a header or another recipient', async () => {
  await mailer.send({ id: 'two', to: 'a@example.org', subject: 'x\r\nBcc: b@example.org', text: 'y' });
  expect(post.inbox('b@example.org')).toEqual([]);
  expect(post.inbox('a@example.org')[0]?.headers['bcc']).toBeUndefined();
});

it('tells a mailbox that does not exist from a post office that is down', async () => {
  post.behave('unknown');
  await expect(mailer.send({ id: 'three', to: 'c@example.org', subject: 's', text: 't' })).rejects.toBeInstanceOf(MailRefused);
  post.behave('down');
  const down = await mailer.send({ id: 'three', to: 'c@example.org', subject: 's', text: 't' }).catch((error: unknown) => error);
  expect(down).toBeInstanceOf(Error);
  expect(down).not.toBeInstanceOf(MailRefused);
  post.behave('well');
  await mailer.send({ id: 'three', to: 'c@example.org', subject: 's', text: 't' });
  expect(post.inbox('c@example.org')).toHaveLength(1);
});

it('takes nothing without the password', async () => {
  const stranger = openMailer({ url: post.url.replace(/:[^:@/]+@/, ':wrong@'), from: 'x@example.org' });
  await expect(stranger.send({ id: 'four', to: 'd@example.org', subject: 's', text: 't' })).rejects.toThrow();
  stranger.close();
  expect(post.inbox('d@example.org')).toEqual([]);
});

it('reads its settings, and is not there without them', () => {
  expect(mailConfig({})).toBeNull();
  expect(mailConfig({ QINGLAN_SMTP_URL: 'https://relay.example' })).toBeNull();
  expect(mailConfig({ QINGLAN_SMTP_URL: 'smtps://u:p@relay.example' })).toEqual({ url: 'smtps://u:p@relay.example', from: '清兰公共资源交易平台 <no-reply@relay.example>' });
});
