import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Board } from './board/board.tsx';
import { useFleet } from './hub/fleet.ts';
import { useSession } from './hub/session.ts';
import { Inbox } from './incidents/inbox.tsx';
import { KioskPage } from './kiosk/kiosk-page.tsx';
import { useRoute, type Route } from './routes.ts';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { Reading } from './ui/notice.tsx';

const Figures = lazy(() => import('./figures/figures.tsx').then(({ Figures }) => ({ default: Figures })));
const Maintenance = lazy(() => import('./maintenance/maintenance.tsx').then(({ Maintenance }) => ({ default: Maintenance })));
const Audit = lazy(() => import('./audit/audit.tsx').then(({ Audit }) => ({ default: Audit })));
const Settings = lazy(() => import('./settings/settings.tsx').then(({ Settings }) => ({ default: Settings })));

export function App() {
  const { t } = useTranslation();
  const state = useSession((session) => session.state);
  const route = useRoute();
  // Rooms reckon by the hub's clock, which is known once something was read.
  const isRead = useFleet(({ board, link }) => board !== null || link === 'away');
  if (state === 'asking' || state === 'away')
    return (
      <main className="waiting" aria-busy="true">
        <output>{t(state === 'away' ? 'waiting.away' : 'waiting.asking')}</output>
      </main>
    );
  if (state === 'out') return <SignInPage why={route.at === 'sign-in' ? route.why : null} />;
  return (
    <Shell place={route.at}>
      <Suspense fallback={<Reading />}>
        {isRead ? <Room route={route} /> : <Reading />}
      </Suspense>
    </Shell>
  );
}

function Room({ route }: { readonly route: Route }) {
  switch (route.at) {
    case 'kiosk':
      return <KioskPage key={route.id} id={route.id} />;
    case 'incidents':
      return <Inbox chosen={route.id} />;
    case 'figures':
      return <Figures />;
    case 'maintenance':
      return <Maintenance />;
    case 'audit':
      return <Audit />;
    case 'settings':
      return <Settings />;
    case 'board':
    case 'sign-in':
      return <Board />;
  }
}
