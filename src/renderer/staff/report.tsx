import type { ReadinessReport, StaffScreenOf, TestSummary } from '../../bridge/staff.ts';
import { Alert } from '../ui/alert.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { act } from './act.ts';
import { Busy } from './busy.tsx';
import { Moment } from './moment.tsx';
import { StaffIcon } from './staff-icon.tsx';
import { TEST_ICONS } from './subjects.ts';
import { useStaffTexts } from './texts.ts';
import { LastResult } from './verdict.tsx';
import './report.css';

/** Proof that the kiosk was tested, by whom and when: signed, on paper, as a file, as a code for a phone. */
export function Report({ screen }: { readonly screen: StaffScreenOf<'report'> }) {
  const { failed, making, report, results } = screen;
  const t = useStaffTexts();
  return (
    <main className="report">
      <div className="room-intro">
        <Heading>{t('report.title')}</Heading>
        <p>{t('report.lead')}</p>
      </div>
      <div className="report__body">
        {report === null ? null : <Made report={report} />}
        <ul className="report__results" data-compact={report !== null || undefined}>
          {results.map((result) => (
            <Result key={result.test} result={result} />
          ))}
        </ul>
      </div>
      {failed ? (
        <Alert tone="error" icon="alert" urgent>
          {t('report.failed')}
        </Alert>
      ) : null}
      {making ? <Busy>{t('report.making')}</Busy> : null}
      <ButtonRow>
        <Button icon="receipt" look={report === null ? 'primary' : 'secondary'} disabled={making} onPress={() => act({ act: 'make_report' })}>
          {t(report === null ? 'report.make' : 'report.makeAgain')}
        </Button>
        {report === null ? null : (
          <Button icon="printer" disabled={report.printed === 'printing'} onPress={() => act({ act: 'print_report' })}>
            {t('report.print')}
          </Button>
        )}
      </ButtonRow>
    </main>
  );
}

function Made({ report }: { readonly report: ReadinessReport }) {
  const { at, by, pdf, printed, qr, ready } = report;
  const t = useStaffTexts();
  return (
    <section className="report__made">
      <QrCode picture={qr} label={t('report.qr')} />
      <div className="report__facts">
        <Alert tone={ready ? 'success' : 'warning'} icon={ready ? 'check' : 'alert'}>
          {t(ready ? 'report.ready' : 'report.notReady')}
        </Alert>
        <p>
          <bdi>{by}</bdi> · <Moment at={at} />
        </p>
        <p>{t('report.qrUse')}</p>
        <p>
          {pdf === null ? (
            t('report.noPdf')
          ) : (
            <>
              {t('report.pdf')} <Ltr>{pdf}</Ltr>
            </>
          )}
        </p>
        {printed === 'printing' ? <Busy>{t('report.printing')}</Busy> : null}
        {printed === null || printed === 'printing' ? null : (
          <Alert tone={printed === 'printed' ? 'success' : 'warning'} icon="printer">
            {t(`report.printed.${printed}`)}
          </Alert>
        )}
      </div>
    </section>
  );
}

function Result({ result: { last, possible, test } }: { readonly result: TestSummary }) {
  const t = useStaffTexts();
  return (
    <li className="report__result">
      <StaffIcon name={TEST_ICONS[test]} />
      <span className="report__test">{t(`subjects.${test}`)}</span>
      {possible ? <LastResult last={last} /> : <span>{t('tests.notFitted')}</span>}
    </li>
  );
}
