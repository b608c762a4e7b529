import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { HEALTH_REASON_CODES } from '../../src/domain/health.ts';
import type { Incident, Notice } from '../../src/fleet/alerts/incident.ts';
import { letterOf, reasonText } from '../../src/fleet/alerts/letter.ts';
import { afterAttempt, ChannelWatch, messagesDue, type Delivery, type SentMessage } from '../../src/fleet/alerts/post.ts';
import { channelsFor, recipientsOf, type Person } from '../../src/fleet/alerts/recipients.ts';
import { RULES } from '../../src/fleet/alerts/rules.ts';
import { loadTexts } from '../../src/texts/load-texts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const incident: Incident = {
  id: 'i-1',
  fingerprint: 'A2/kiosk/MK-007/paper.out',
  rule: 'A2',
  scope: { kind: 'kiosk', kiosk: 'MK-007', site: 'airport' },
  reason: 'paper.out',
  severity: 'major',
  phase: 'firing',
  sinceMs: Date.parse('2026-11-22T07:24:00Z'),
  firedMs: 0,
  clearSinceMs: null,
  resolvedMs: null,
  reopened: 0,
  acknowledgement: null,
  calledMs: 0,
  stepsTaken: [],
  remindedMs: null,
  transitionsMs: [],
  isFlapping: false,
  toldMs: [],
};
const notice: Notice = { kind: 'firing', incident, to: RULES.A2.calls };
let count = 0;
const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  id: `d-${String((count += 1))}`,
  account: 'officer',
  channel: 'sms',
  place: 'airport',
  incident: 'i-1',
  kind: 'firing',
  state: 'waiting',
  createdMs: 0,
  tries: 0,
  nextTryMs: 0,
  sentMs: null,
  ...change,
});

describe('who is called', () => {
  const person = (account: string, change: Partial<Person> = {}): Person => ({
    account,
    language: 'ar',
    duties: ['liaison'],
    sites: ['airport'],
    mail: `${account}@emirate.example`,
    phone: '0500000000',
    ...change,
  });

  test('the liaison officer of the site, not of another', () => {
    const people = [person('here'), person('there', { sites: ['diwan'] }), person('boss', { duties: ['manager'], sites: null })];
    expect(recipientsOf(notice, people, null).map(({ account }) => account)).toEqual(['here']);
  });

  test('the manager when nobody has the duty, so that no alert is without a reader', () => {
    expect(recipientsOf(notice, [person('boss', { duties: ['manager'], sites: null })], null)).toHaveLength(1);
  });

  test('whoever planned the maintenance that ran over', () => {
    const people = [person('here'), person('tech', { duties: ['technical'], sites: null })];
    expect(recipientsOf({ ...notice, to: ['window_owner'] }, people, 'tech').map(({ account }) => account)).toEqual(['tech']);
  });

  test('a text message only for what can not wait, and only where there is a number', () => {
    expect(channelsFor(person('a'), notice)).toEqual(['in_app', 'mail', 'sms']);
    expect(channelsFor(person('a', { phone: null, mail: null }), notice)).toEqual(['in_app']);
    expect(channelsFor(person('a'), { ...notice, incident: { ...incident, rule: 'A12', severity: 'minor' } })).toEqual(['in_app', 'mail']);
  });
});

describe('when messages go out', () => {
  test('the first at once, what follows within a minute together, another place by itself', () => {
    expect(messagesDue([delivery()], [], 0)).toHaveLength(1);
    const sent: SentMessage[] = [{ account: 'officer', channel: 'sms', place: 'airport', atMs: 0 }];
    const later = [delivery(), delivery(), delivery({ place: 'diwan' })];
    expect(messagesDue(later, sent, 30_000).map(({ deliveries }) => deliveries.length)).toEqual([1]);
    expect(messagesDue(later, sent, MINUTE_MS).map(({ deliveries }) => deliveries.length)).toEqual([2, 1]);
  });

  test('never more than ten text messages to one person in an hour, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * 3600 }), { minLength: 20, maxLength: 60 }), (seconds) => {
        let waiting = seconds.map((second, index) =>
          delivery({ createdMs: second * 1000, nextTryMs: second * 1000, place: `place-${String(index % 7)}` }),
        );
        const sent: SentMessage[] = [];
        for (let nowMs = 0; nowMs <= 5 * HOUR_MS; nowMs += 10_000) {
          for (const message of messagesDue(waiting, sent, nowMs)) {
            sent.push({ account: message.account, channel: message.channel, place: message.deliveries[0]!.place, atMs: nowMs });
            waiting = waiting.filter((each) => !message.deliveries.includes(each));
          }
        }
        expect(waiting).toEqual([]);
        for (const { atMs } of sent) expect(sent.filter((one) => one.atMs >= atMs && one.atMs < atMs + HOUR_MS).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 30 },
    );
  });

  test('what does not arrive is tried again, ever more rarely, and given up at last', () => {
    let current = delivery();
    const waits: number[] = [];
    while (current.state === 'waiting') {
      const next = afterAttempt(current, false, current.nextTryMs);
      waits.push(next.nextTryMs - current.nextTryMs);
      current = next;
    }
    expect(current).toMatchObject({ state: 'failed', tries: 8 });
    expect(waits.slice(0, 7).map((ms) => ms / 1000)).toEqual([15, 30, 60, 120, 240, 480, 900]);
    expect(afterAttempt(delivery(), true, 5)).toMatchObject({ state: 'sent', sentMs: 5 });
  });

  test('a channel fails after three failures in a row', () => {
    const watch = new ChannelWatch();
    for (const arrived of [false, false, true, false, false]) watch.attempted('sms', arrived);
    expect(watch.failing).toEqual([]);
    watch.attempted('sms', false);
    expect(watch.failing).toEqual(['sms']);
  });
});

describe('in words', () => {
  const texts = loadTexts(join(CHECKOUT.assets, 'locales'), ['alerts', 'health']);
  const parts = (language: string) => ({
    texts: texts.in(language),
    siteName: () => (language === 'ar' ? 'مطار الملك عبدالعزيز' : 'King Abdulaziz Airport'),
    incident: () => incident,
    pageUrl: 'https://hub.emirate.example',
  });
  const message = { account: 'officer', channel: 'mail' as const, deliveries: [delivery()], isDigest: false };

  test('what, where, since when and what to do; every value isolated', () => {
    expect(letterOf(message, parts('ar'))).toMatchInlineSnapshot(`
      {
        "body": "بلاغ (مهم): انتهى الورق.
      المكان: الجهاز ⁦MK-007⁩، ⁨مطار الملك عبدالعزيز⁩
      منذ: ⁦22/11/2026, 10:24⁩
      ما العمل: ضع لفة ورق جديدة.
      التفاصيل: ⁦https://hub.emirate.example/#/incidents/i-1⁩",
        "subject": "بلاغ: الجهاز ⁦MK-007⁩، ⁨مطار الملك عبدالعزيز⁩",
      }
    `);
    expect(letterOf(message, parts('en'))).toMatchInlineSnapshot(`
      {
        "body": "Alert (major): The paper is out.
      Where: Kiosk ⁦MK-007⁩, ⁨King Abdulaziz Airport⁩
      Since: ⁦22/11/2026, 10:24⁩
      What to do: Put in a new roll.
      More: ⁦https://hub.emirate.example/#/incidents/i-1⁩",
        "subject": "Alert: Kiosk ⁦MK-007⁩, ⁨King Abdulaziz Airport⁩",
      }
    `);
  });

  test('many at once are counted, with the plurals of Arabic', () => {
    const digest = (size: number) => letterOf({ ...message, isDigest: true, deliveries: Array.from({ length: size }, () => delivery()) }, parts('ar')).subject;
    expect([2, 5, 11].map(digest)).toEqual([
      'لديك بلاغان آخران. افتح صندوق البلاغات.',
      'لديك 5 بلاغات أخرى. افتح صندوق البلاغات.',
      'لديك 11 بلاغًا آخر. افتح صندوق البلاغات.',
    ]);
  });

  const OTHER_REASONS = [
    'offline', 'out_of_service', 'site_away', 'fleet_away', 'gateway_down', 'unused', 'maintenance_overrun', 'outbox_old', 'outbox_full',
    'configuration_drift', 'version_behind', 'ingest_slow', 'disk', 'backup_old', 'channel_failing', 'door_open', 'signature', 'locked_out',
  ];
  test.each(['ar', 'en'])('every reason has its words in %s', (language) => {
    for (const reason of [...HEALTH_REASON_CODES, ...OTHER_REASONS])
      for (const part of ['what', 'fix'] as const) expect(reasonText(reason, part, texts.in(language))).not.toMatch(/reasons\.|^$/);
  });
});
