import type { TFunction } from 'i18next';
import { isolate, isolateLtr } from '../../domain/bidi.ts';
import type { Letter } from './channels/channel.ts';
import type { Incident } from './incident.ts';
import type { Message } from './post.ts';

/** What the words of a message are made from. `texts` has the namespaces `alerts` (default) and `health`. */
export interface LetterParts {
  readonly texts: TFunction;
  readonly siteName: (site: string) => string;
  readonly incident: (id: string) => Incident | undefined;
  /** Where the officers' page is, such as `https://hub.emirate.example`. */
  readonly pageUrl: string;
}

/** A message in words. The first alert's place is the subject; several are told one after the other. */
export function letterOf({ deliveries, isDigest }: Message, parts: LetterParts): Letter {
  const { pageUrl, texts } = parts;
  const inboxUrl = `${pageUrl}/#/incidents`;
  if (isDigest) {
    const body = texts('letter.digest', { count: deliveries.length });
    return { subject: body, body: `${body}\n${inboxUrl}` };
  }
  if (deliveries.every(({ kind }) => kind === 'test'))
    return { subject: texts('kinds.test'), body: texts('letter.test') };
  const told = deliveries.flatMap(({ incident: id, kind }) => {
    const incident = parts.incident(id);
    return incident === undefined ? [] : [{ incident, kind: texts(`kinds.${kind}`) }];
  });
  const [first] = told;
  if (first === undefined) return { subject: texts('kinds.resolved'), body: inboxUrl };
  const subject = texts('letter.subject', { kind: first.kind, place: placeOf(first.incident, parts) });
  return { subject, body: told.map(({ incident, kind }) => paragraph(incident, kind, parts)).join('\n\n') };
}

function paragraph(incident: Incident, kind: string, parts: LetterParts): string {
  const { pageUrl, texts } = parts;
  const lines = [
    texts('letter.opening', {
      kind,
      severity: texts(`severities.${incident.severity}`),
      what: reasonText(incident.reason, 'what', texts),
    }),
    texts('letter.place', { place: placeOf(incident, parts) }),
    texts('letter.since', { since: isolateLtr(riyadhTime(incident.sinceMs)) }),
    ...(incident.phase === 'resolved' ? [] : [texts('letter.fix', { fix: reasonText(incident.reason, 'fix', texts) })]),
    texts('letter.link', { link: isolateLtr(`${pageUrl}/#/incidents/${incident.id}`) }),
  ];
  return lines.join('\n');
}

/** A health reason has its words in the kiosk's own texts, everything else in the alerts' (`paper.out`, `offline`). */
export const reasonText = (reason: string, part: 'what' | 'fix', texts: TFunction): string =>
  texts(reason.includes('.') ? `health:reasons.${reason}.${part}` : `alerts:reasons.${reason}.${part}`);

function placeOf({ scope }: Incident, { siteName, texts }: LetterParts): string {
  if (scope.kind === 'kiosk')
    return texts('places.kiosk', { kiosk: isolateLtr(scope.kiosk), site: isolate(siteName(scope.site)) });
  return scope.kind === 'site' ? texts('places.site', { site: isolate(siteName(scope.site)) }) : texts(`places.${scope.kind}`);
}

const riyadhTime = (atMs: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Riyadh', dateStyle: 'short', timeStyle: 'short' }).format(atMs);
