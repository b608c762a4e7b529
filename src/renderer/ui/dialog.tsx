import { useEffect, useRef, type ReactNode } from 'react';
import './dialog.css';

interface DialogProps {
  readonly labelledBy: string;
  readonly children: ReactNode;
  /** Escape was pressed. */
  readonly onCancel: () => void;
}

/** Covers the whole screen; the browser's modal dialog keeps the focus inside and everything behind it inert. */
export function Dialog({ labelledBy, children, onCancel }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      {children}
    </dialog>
  );
}
