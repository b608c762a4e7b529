import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLive } from './hub/live.ts';
import { askWhoIsSignedIn } from './hub/session.ts';
import { startTexts } from './i18n.ts';

await startTexts();
startLive();
void askWhoIsSignedIn();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root element');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
