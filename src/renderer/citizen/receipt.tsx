import type { QrPicture, ScreenOf } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { PrinterPicture } from '../ui/pictures.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { Stage } from '../ui/stage.tsx';
import { CardReminder } from './card-reminder.tsx';
import './message.css';
import './receipt.css';

type ReceiptScreen = ScreenOf<'receipt'>;

/** B5: says about the paper only what the printer said, and never lets anybody leave without something. */
export function Receipt({ screen }: { readonly screen: ReceiptScreen }) {
  switch (screen.phase) {
    case 'printing':
      return <Printing />;
    case 'printed':
      return <Printed />;
    case 'not_printed':
    case 'unknown':
      return <OnScreen screen={screen} />;
  }
}

function Printing() {
  const t = useTexts();
  return (
    <Stage
      centered
      title={<output>{t('receipt.printingTitle')}</output>}
      lead={t('receipt.printingLead')}
      show={<Printer done={false} />}
    />
  );
}

function Printed() {
  const t = useTexts();
  return (
    <Stage
      centered
      title={<output>{t('receipt.printedTitle')}</output>}
      lead={t('receipt.printedLead')}
      show={
        <>
          <Printer done />
          <CardReminder />
        </>
      }
      act={<Continue />}
    />
  );
}

function Printer({ done }: { readonly done: boolean }) {
  const t = useTexts();
  return (
    <div className="receipt__picture">
      <PrinterPicture label={t('receipt.picture')} done={done} />
      {done ? (
        <span className="receipt__down">
          <Icon name="down" />
        </span>
      ) : null}
    </div>
  );
}

function OnScreen({ screen }: { readonly screen: ReceiptScreen }) {
  const t = useTexts();
  const { phase, qr, reason, receiptNumber } = screen;
  const hasReceipt = qr !== null || receiptNumber !== null;
  const title = phase === 'unknown' ? 'unknownTitle' : hasReceipt ? 'notPrintedTitle' : 'noReceiptTitle';
  const lead = phase === 'unknown' ? 'unknownLead' : hasReceipt ? 'notPrintedLead' : 'noReceipt';
  return (
    <Stage
      centered
      title={<output>{t(`receipt.${title}`)}</output>}
      lead={t(`receipt.${lead}`)}
      show={
        <>
          {hasReceipt ? null : <NoReceipt />}
          {reason === null ? null : (
            <Alert tone={phase === 'unknown' ? 'warning' : 'info'} icon="printer">
              {t(`faults.print.${reason}`)}
            </Alert>
          )}
          {hasReceipt ? <ScreenReceipt qr={qr} receiptNumber={receiptNumber} /> : null}
          <CardReminder />
        </>
      }
      act={<Continue />}
    />
  );
}

function NoReceipt() {
  return (
    <div className="message__picture" data-tone="warning">
      <span className="message__disc">
        <Icon name="receipt" />
      </span>
    </div>
  );
}

interface ScreenReceiptProps {
  readonly qr: QrPicture | null;
  readonly receiptNumber: string | null;
}

function ScreenReceipt({ qr, receiptNumber }: ScreenReceiptProps) {
  const t = useTexts();
  return (
    <div className="screen-receipt">
      {qr === null ? null : <QrCode picture={qr} label={t('receipt.qr')} />}
      <p className="screen-receipt__scan">{qr === null ? t('receipt.noQr') : t('receipt.scan')}</p>
      {receiptNumber === null ? null : (
        <p className="screen-receipt__number">
          {t('receipt.number')}
          <strong>
            <Ltr>{receiptNumber}</Ltr>
          </strong>
        </p>
      )}
    </div>
  );
}

function Continue() {
  const t = useTexts();
  return (
    <Button leadsOn onPress={() => send({ type: 'continue' })}>
      {t('receipt.continue')}
    </Button>
  );
}
