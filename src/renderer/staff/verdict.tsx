import { FINDINGS, type Finding, type TestResult, type Verdict } from '../../bridge/staff.ts';
import type { Tone } from '../ui/alert.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Moment } from './moment.tsx';
import { useHealthTexts, useStaffTexts } from './texts.ts';
import './verdict.css';

const LOOKS: Readonly<Record<Verdict, readonly [Tone, IconName]>> = {
  passed: ['success', 'check'],
  failed: ['error', 'x'],
  skipped: ['neutral', 'undo'],
};

/** Colour, sign and word of how a test ended; "not tested" where it never did. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict | null }) {
  const t = useStaffTexts();
  const [tone, icon]: readonly [Tone, IconName] = verdict === null ? ['neutral', 'help'] : LOOKS[verdict];
  return (
    <span className="verdict" data-tone={tone}>
      <Icon name={icon} />
      {t(`verdicts.${verdict ?? 'none'}`)}
    </span>
  );
}

/** How a test ended last time, when, and with whom. */
export function LastResult({ last }: { readonly last: TestResult | null }) {
  return (
    <>
      <VerdictBadge verdict={last?.verdict ?? null} />
      {last === null ? null : (
        <span className="verdict__when">
          <Moment at={last.at} /> · <bdi>{last.by}</bdi>
        </span>
      )}
    </>
  );
}

/** What is wrong, what to do, who does it. */
export function FindingText({ finding }: { readonly finding: Finding }) {
  const t = useStaffTexts();
  const h = useHealthTexts();
  const values = { value: finding.value ?? 0 };
  return (
    <div className="finding">
      <p className="finding__what">{t(`findings.${finding.code}.what`, values)}</p>
      <p className="finding__fix">{t(`findings.${finding.code}.fix`, values)}</p>
      <p className="finding__who">
        <Icon name="users" /> {t('overview.whoActs')} <strong>{h(`actors.${FINDINGS[finding.code]}`)}</strong>
      </p>
    </div>
  );
}
