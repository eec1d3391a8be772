import { describe, expect, it } from 'vitest';
import { readSlack } from './slack.js';

describe('readSlack', () => {
  it('reads an attachment as Alertmanager sends it, its escaping undone', () => {
    const payload = {
      channel: '#alerts',
      attachments: [
        {
          title: '[FIRING] DatabaseDown',
          title_link: 'http://x',
          text: 'a &lt;b&gt; &amp; c\n[supops] …',
          fallback: '[FIRING] DatabaseDown',
          color: 'danger',
          fields: [{ title: 'Service', value: 'db', short: true }],
        },
      ],
    };
    expect(readSlack(payload)).toEqual({
      to: '#alerts',
      subject: '[FIRING] DatabaseDown',
      text: '[FIRING] DatabaseDown\na <b> & c\n[supops] …\nService: db',
    });
  });

  it('reads plain text, blocks, and the fallback of an attachment that has nothing else', () => {
    expect(readSlack({ text: 'first\nsecond' })).toEqual({ to: '', subject: 'first', text: 'first\nsecond' });
    expect(readSlack({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'block' } }] })?.text).toBe('block');
    expect(readSlack({ attachments: [{ fallback: 'only this' }] })?.text).toBe('only this');
  });

  it.each([[undefined], ['text'], [[]], [{}], [{ text: 5, attachments: 'x', blocks: [null] }]])('refuses %j', (payload) => {
    expect(readSlack(payload)).toBeUndefined();
  });
});
