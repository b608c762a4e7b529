import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './connect.ts';
import { startTexts } from './i18n.ts';
import { App } from './app.tsx';
import { Away } from './citizen/away.tsx';
import { startHeartbeat } from './heartbeat.ts';
import { followBridge, sendFor } from './store.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/large-lying.css';

await startTexts();
followBridge(connect(window));
startHeartbeat(sendFor);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root element');

/** After a bug nothing of the visit may stay on the glass; the kiosk process notices that nothing is painted any more. */
function showAway(error: unknown): void {
  reportError(error);
  createRoot(document.body).render(<Away />);
}

createRoot(root, { onUncaughtError: showAway }).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
