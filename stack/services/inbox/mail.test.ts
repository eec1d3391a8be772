import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMail } from './mail.js';
import { readMarkers } from './markers.js';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.eml`, import.meta.url));
const mail = (...lines: string[]) => readMail(Buffer.from(lines.join('\r\n')));

describe('readMail', () => {
  it('reads the text part of a mail that Alertmanager 0.28 sent with our templates', async () => {
    const { subject, text } = await readMail(fixture('alertmanager-text-and-html'));
    expect(subject).toBe('[FIRING 2] DatabaseDown on db (supops)');
    expect(text).toBe(`The database <db> is "down" — öäü (firing)

The exporter has not reached MariaDB for 1 minute & the probe fails. A long line follows that must be wrapped by quoted-printable because it has more than seventy-six characters = yes.

Severity:  critical
Service:   db
Stack:     supops
Since:     2026-11-22 23:03:56 UTC
Runbook:   http://x/y?a=b&c=d
Query:     

[supops] firing DatabaseDown fingerprint=77c2d3e4799e92a0 startsAt=2026-11-22T23:03:56.700Z endsAt=-

second (firing)

two

Severity:  critical
Service:   db
Stack:     supops
Since:     2026-11-22 23:03:56 UTC
Runbook:   
Query:     

[supops] firing DatabaseDown fingerprint=920a1e73aa9870df startsAt=2026-11-22T23:03:56.700Z endsAt=-`);
  });

  it('finds the same markers in the HTML part when there is no text part', async () => {
    const raw = fixture('alertmanager-text-and-html').toString('latin1');
    const withoutText = raw.replace('Content-Type: text/plain', 'Content-Type: text/calendar');
    const { alerts } = readMarkers((await readMail(Buffer.from(withoutText, 'latin1'))).text);
    expect(alerts).toEqual(readMarkers((await readMail(fixture('alertmanager-text-and-html'))).text).alerts);
    expect(alerts).toHaveLength(2);
  });

  it('strips the HTML of Alertmanager’s default template down to what a person reads', async () => {
    const { subject, text } = await readMail(fixture('alertmanager-default-html'));
    expect(subject).toBe('[FIRING:2] DatabaseDown db supops (critical)');
    expect(text).toContain('2 alerts for');
    expect(text).toContain('summary = The database <db> is "down" — öäü');
    expect(text).not.toMatch(/<\/|font-family|&#/);
  });

  it('decodes encoded words of the subject, without the space between two of them', async () => {
    expect(await mail('Subject: =?UTF-8?q?caf=C3=A9_?=', ' =?utf-8?B?4pyT?= done', '', 'x')).toHaveProperty(
      'subject',
      'café ✓ done',
    );
  });

  it('decodes base64 and other character sets', async () => {
    const head = ['Content-Type: text/plain; charset="iso-8859-1"', 'Content-Transfer-Encoding: base64', ''];
    expect(await mail(...head, Buffer.from('gr\xfcn', 'latin1').toString('base64'))).toHaveProperty('text', 'grün');
  });

  it('looks into parts within parts and skips attachments', async () => {
    const { text } = await mail(
      'Content-Type: multipart/mixed; boundary=out',
      '',
      'preamble',
      '--out',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'attached',
      '--out',
      'Content-Type: multipart/alternative; boundary="in ner"',
      '',
      '--in ner',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'the text',
      '--in ner--',
      '--out--',
      'epilogue',
    );
    expect(text).toBe('the text');
  });

  it.each([
    ['nothing at all', '', ''],
    ['no header', 'just a line', ''],
    ['a multipart without boundary', 'Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ny', ''],
    [
      'a multipart that never ends',
      'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<b>a',
      'a',
    ],
    [
      'unknown character set and encoding',
      'Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: x\r\n\r\ny',
      'y',
    ],
  ])('survives %s', async (_, raw, text) => {
    expect(await readMail(Buffer.from(raw))).toEqual({ subject: '', text });
  });

  const MEBIBYTE = 1_024 * 1_024;
  const fill = (text: string) => text.repeat(MEBIBYTE / text.length);
  const html = (text: string) => `Content-Type: text/html\r\n\r\n${fill(text)}`;
  it.each([
    ['styles that never end', html('<style>')],
    ['elements within elements', html('<b>')],
    ['half a tag', html('<br ')],
    ['line breaks', html('<br>')],
    ['paragraphs', html('<p>')],
    ['entities', html('&amp;')],
    ['parts', `Content-Type: multipart/mixed; boundary=x\r\n\r\n${fill('--x\r\n\r\ny\r\n')}`],
    ['header fields', `${fill('X: y\r\n')}\r\n`],
    ['encoded words', `Subject: ${fill('=?utf-8?q?a?= ')}\r\n\r\n`],
    ['parameters', `Content-Type: text/plain; ${fill('a*0=b; ')}\r\n\r\n`],
    ['soft line ends', `Content-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=\r\n')}`],
  ])('is not slowed by a mebibyte of %s', async (_, raw) => {
    const started = performance.now();
    await readMail(Buffer.from(raw));
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('keeps a mail with more parts or more HTML than it may have as it came', async () => {
    const parts = `Subject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${fill('--x\r\n\r\ny\r\n')}`;
    expect(await readMail(Buffer.from(parts))).toEqual({ subject: '', text: parts });
    const page = fill('<p>a</p>');
    expect(await mail('Subject: long', 'Content-Type: text/html', '', page)).toEqual({ subject: 'long', text: page });
  });
});
