import type { MaskedIdentity } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import './who-asks.css';

/** Whose identity the kiosk works with, by its last three digits only. */
export function WhoAsks({ identity }: { readonly identity: MaskedIdentity }) {
  const t = useTexts();
  return (
    <p className="who-asks">
      <Icon name="card" />
      <span>{t(`identityKind.${identity.kind}`)}</span>
      <strong>
        <Ltr>{identity.masked}</Ltr>
      </strong>
    </p>
  );
}
