import type { TFunction } from 'i18next';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobType } from '../../../contract/fleet/job-catalogue.ts';
import type { AuditPage } from '../../fleet/api.ts';
import { DAY_MS, momentText, startOfDay } from '../format/times.ts';
import { get, type CallFault } from '../hub/call.ts';
import { hubNow } from '../hub/fleet.ts';
import { useResource } from '../hub/use-resource.ts';
import { texts } from '../i18n.ts';
import { JOB_OFFERS } from '../rights.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Empty, FaultNotice, Reading } from '../ui/notice.tsx';
import './audit.css';

type Entry = AuditPage['entries'][number];

interface Sought {
  readonly who: string;
  readonly action: string;
  readonly target: string;
  readonly fromDay: string;
  readonly toDay: string;
}
const EVERYTHING: Sought = { who: '', action: '', target: '', fromDay: '', toDay: '' };
const COLUMNS = ['when', 'who', 'action', 'target', 'outcome'] as const;
const FIELDS = ['who', 'action', 'target', 'fromDay', 'toDay'] as const satisfies readonly (keyof Sought)[];

/** Who did what. Written as the hub writes it, so that it can be compared with its log. */
export function Audit() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(EVERYTHING);
  const [sought, setSought] = useState(EVERYTHING);
  // Every search is written down itself; asking for the same again is a new one.
  const [count, setCount] = useState(0);
  const { fault, value } = useResource<AuditPage>(`/audit?${queryOf(sought)}`, count);

  function search(event: SubmitEvent): void {
    event.preventDefault();
    setSought(typed);
    setCount(count + 1);
  }

  return (
    <>
      <header className="room-head">
        <div>
          <h1>{t('audit.title')}</h1>
          <p>{t('audit.lead')}</p>
        </div>
      </header>
      <form className="card audit-search" onSubmit={search}>
        {FIELDS.map((name) => (
          <Field key={name} label={t(`audit.${name}`)} type={name.endsWith('Day') ? 'date' : 'text'} value={typed[name]} onChange={({ target }) => setTyped({ ...typed, [name]: target.value })} />
        ))}
        <Button type="submit" icon="search">
          {t('audit.search')}
        </Button>
      </form>
      {fault !== null && <FaultNotice fault={fault} />}
      {value === null ? fault === null && <Reading /> : <Entries key={`${queryOf(sought)} ${String(count)}`} first={value} sought={sought} />}
    </>
  );
}

/** The found ones, and older ones as somebody asks for them. */
function Entries({ first, sought }: { readonly first: AuditPage; readonly sought: Sought }) {
  const { i18n, t } = useTranslation();
  const [more, setMore] = useState<AuditPage>({ entries: [], before: first.before });
  const [fault, setFault] = useState<CallFault | null>(null);
  const entries: readonly Entry[] = [...first.entries, ...more.entries];

  async function readOlder(before: number): Promise<void> {
    const answer = await get<AuditPage>(`/audit?${queryOf(sought, before)}`);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) setMore({ entries: [...more.entries, ...answer.value.entries], before: answer.value.before });
  }

  if (entries.length === 0) return <Empty>{t('audit.none')}</Empty>;
  return (
    <>
      <table className="card audit">
        <caption className="heard-only">{t('audit.title')}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`audit.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ action, atMs, outcome, reason, role, seq, target, who }) => (
            <tr key={seq}>
              <Cell column="when">{momentText(t, i18n.language, atMs, hubNow())}</Cell>
              <Cell column="who" code={role}>
                <Ltr>{who}</Ltr>
              </Cell>
              <Cell column="action" code={action}>
                {actionText(t, action)}
              </Cell>
              <Cell column="target" {...(reason === null ? {} : { code: reason })}>
                <Ltr>{target ?? '–'}</Ltr>
              </Cell>
              <Cell column="outcome" code={outcome}>
                {outcomeText(t, outcome)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
      {fault !== null && <FaultNotice fault={fault} />}
      {more.before !== null && (
        <Button look="quiet" onClick={() => void readOlder(more.before ?? 0)}>
          {t('audit.more')}
        </Button>
      )}
    </>
  );
}

interface CellProps {
  readonly column: (typeof COLUMNS)[number];
  /** As the hub writes it, for searching. */
  readonly code?: string;
  readonly children: ReactNode;
}

/** One cell; on a phone, where rows are cards, it says its column itself. */
function Cell({ children, code, column }: CellProps) {
  const { t } = useTranslation();
  return (
    <td data-name={t(`audit.${column}`)}>
      <div>
        {children}{' '}
        {code !== undefined && (
          <span className="soft small">
            <Ltr>{code}</Ltr>
          </span>
        )}
      </div>
    </td>
  );
}

/** What was done, in words; a newer hub may know deeds that have none here. Jobs name their type after a blank. */
function actionText(t: TFunction, action: string): string {
  const [deed = '', job = ''] = action.split(' ');
  const key = `audit.actions.${deed}`;
  const said = texts.exists(key) ? t(key as 'audit.actions.audit.read') : '';
  return job in JOB_OFFERS ? `${said}: ${t(`jobs.types.${job as JobType}`)}` : said;
}

/** Done or refused; what else stands there, such as the id of a job, stands beside it. */
function outcomeText(t: TFunction, outcome: string): string {
  return t(outcome.startsWith('refused') ? 'audit.outcomes.refused' : 'audit.outcomes.ok');
}

function queryOf({ action, fromDay, target, toDay, who }: Sought, before: number | null = null): string {
  const all = {
    who: who.trim(),
    action: action.trim(),
    target: target.trim(),
    fromMs: fromDay === '' ? '' : String(startOfDay(fromDay)),
    toMs: toDay === '' ? '' : String(startOfDay(toDay) + DAY_MS),
    beforeSeq: before === null ? '' : String(before),
  };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString();
}
