import type { VersionPart } from '../../../bridge/staff.ts';
import { isolate, isolateLtr } from '../../../domain/bidi.ts';
import type { ReadinessResult, ReadinessTest } from '../../../domain/readiness.ts';
import type { PdfBlock, PdfCell, PdfReport, PdfTone } from '../../../pdf/report.ts';
import { drawQr } from '../../printing/qr.ts';
import type { ReportContent, Words } from './content.ts';

const TONES: Readonly<Record<ReadinessResult, PdfTone>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'bad',
  not_done: 'bad',
  not_possible: 'muted',
};
/** These stand below, in full. */
const IN_PROOF: ReadonlySet<VersionPart> = new Set(['readiness_key', 'audit_head']);
const COMMAND = 'npm run readiness:verify';

/** The report on A4, with every finding and what to do about it. */
export function readinessPdf(content: ReportContent, words: Words, language: string, direction: 'rtl' | 'ltr'): PdfReport {
  const { facts, kiosk, name, publicKey, ready, versions } = content;
  const { local, moment, part, say } = words;
  const blocks: readonly PdfBlock[] = [
    { kind: 'text', text: say(ready ? 'ready' : 'notReady'), tone: ready ? 'good' : 'bad' },
    ...(kiosk.isDemo ? [{ kind: 'text', text: say('demo'), tone: 'bad' } as const] : []),
    {
      kind: 'rows',
      rows: [
        { label: say('kiosk'), value: isolateLtr(facts.kioskId) },
        { label: say('site'), value: local(kiosk.site) },
        { label: say('madeAt'), value: moment(facts.at) },
        { label: say('madeBy'), value: say('account', { name: isolate(name), id: isolateLtr(facts.account) }) },
      ],
    },
    { kind: 'heading', text: say('tests') },
    testTable(content, words),
    { kind: 'heading', text: say('versions') },
    {
      kind: 'rows',
      rows: versions
        .filter(({ part: id }) => !IN_PROOF.has(id))
        .map((version) => ({ label: part(version.part), value: isolateLtr(version.value) })),
    },
    { kind: 'heading', text: say('proof') },
    {
      kind: 'rows',
      rows: [
        { label: say('auditRecords'), value: isolateLtr(String(facts.audit.records)) },
        { label: say('auditHead'), value: isolateLtr(facts.audit.head) },
        { label: say('publicKey'), value: isolateLtr(publicKey) },
      ],
    },
    { kind: 'code', code: drawQr(content.code), caption: say('verify', { command: isolateLtr(COMMAND) }) },
  ];
  return {
    language,
    direction,
    title: say('title'),
    authority: local(kiosk.emirate),
    createdAt: new Date(facts.at),
    blocks,
    footer: say('footer', { kiosk: isolateLtr(facts.kioskId), site: local(kiosk.site) }),
  };
}

function testTable({ facts, summaries }: ReportContent, { found, say, test, whenAndWho }: Words): PdfBlock {
  const row = (id: ReadinessTest): readonly PdfCell[] => {
    const last = summaries.find((summary) => summary.test === id)?.last ?? null;
    const result = facts.results[id];
    const isOld = result === 'not_done' || result === 'not_possible';
    return [
      { text: test(id) },
      { text: say(`results.${result}`), tone: TONES[result] },
      { text: last === null || isOld || last.finding === null ? '' : found(last.finding) },
      { text: last === null || isOld ? '' : whenAndWho(last), tone: 'muted' },
    ];
  };
  return {
    kind: 'table',
    columns: [
      { title: say('columns.test'), share: 0.2 },
      { title: say('columns.result'), share: 0.18 },
      { title: say('columns.found'), share: 0.42 },
      { title: say('columns.when'), share: 0.2 },
    ],
    rows: summaries.map((summary) => row(summary.test)),
  };
}
