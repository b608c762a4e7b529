import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './connect.ts';
import { startTexts } from './i18n.ts';
import { App } from './app.tsx';
import { followBridge } from './store.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';

await startTexts();
followBridge(connect(window));

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root element');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
