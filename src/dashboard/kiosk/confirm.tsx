import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What has to be typed before it may be done; null where one touch is enough. */
  readonly typed: string | null;
  /** The words of the button that does it. */
  readonly deed: string;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The last question before something that visitors notice. */
export function Confirm({ children, deed, isBusy = false, onClose, onConfirm, title, typed }: ConfirmProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const isSure = typed === null || text.trim().toUpperCase() === typed.toUpperCase();
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {typed !== null && <Field label={t('confirm.type', { text: typed })} value={text} autoComplete="off" onChange={({ target }) => setText(target.value)} />}
      <div className="dialog__deeds">
        <Button look="quiet" onClick={onClose}>
          {t('confirm.cancel')}
        </Button>
        <Button look={typed === null ? 'main' : 'danger'} isOff={!isSure} isBusy={isBusy} onClick={onConfirm}>
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
