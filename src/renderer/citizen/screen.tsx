import type { Screen } from '../../bridge/view.ts';
import { Access } from './access.tsx';
import { Attract } from './attract.tsx';
import { Fault } from './fault.tsx';
import { Goodbye } from './goodbye.tsx';
import { Help } from './help.tsx';
import { Home } from './home.tsx';
import { Identity } from './identity.tsx';
import { Language } from './language.tsx';
import { NotFound } from './not-found.tsx';
import { OutOfService } from './out-of-service.tsx';
import { Privacy } from './privacy.tsx';
import { Rating } from './rating.tsx';
import { Receipt } from './receipt.tsx';
import { Referrals } from './referrals.tsx';
import { Searching } from './searching.tsx';
import { Status } from './status.tsx';
import { TransactionEntry } from './transaction.tsx';

export function CitizenScreen({ screen }: { readonly screen: Screen }) {
  switch (screen.id) {
    case 'attract':
      return <Attract />;
    case 'language':
      return <Language />;
    case 'home':
      return <Home screen={screen} />;
    case 'access':
      return <Access />;
    case 'privacy':
      return <Privacy />;
    case 'identity':
      return <Identity screen={screen} />;
    case 'transaction':
      return <TransactionEntry screen={screen} />;
    case 'searching':
      return <Searching screen={screen} />;
    case 'not_found':
      return <NotFound screen={screen} />;
    case 'status':
      return <Status screen={screen} />;
    case 'referrals':
      return <Referrals screen={screen} />;
    case 'receipt':
      return <Receipt screen={screen} />;
    case 'rating':
      return <Rating />;
    case 'fault':
      return <Fault screen={screen} />;
    case 'help':
      return <Help screen={screen} />;
    case 'goodbye':
      return <Goodbye />;
    case 'out_of_service':
      return <OutOfService screen={screen} />;
  }
}
