import { Icon } from './icon.tsx';
import './trust-note.css';

/** A line that says what becomes of the visitor's things: nobody else gets them, nothing was lost. */
export function TrustNote({ text }: { readonly text: string }) {
  return (
    <p className="trust-note">
      <Icon name="shield" />
      {text}
    </p>
  );
}
