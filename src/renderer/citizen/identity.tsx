import type { ScreenOf } from '../../bridge/view.ts';
import { CardReading } from './identity-card.tsx';
import { IdentityTyping } from './identity-keypad.tsx';

/** A6: who is asking, by card or, where that doesn't work, by ten typed digits. */
export function Identity({ screen }: { readonly screen: ScreenOf<'identity'> }) {
  return screen.method === 'card' ? <CardReading screen={screen} /> : <IdentityTyping screen={screen} />;
}
