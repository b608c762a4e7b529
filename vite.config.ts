import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { defineConfig, runnerImport, type Plugin, type UserConfig } from 'vite';

/** Markup needs no styles, and the runner can't take them during a build. */
const withoutStyles: Plugin = {
  name: 'without-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0without-styles' : null),
  load: (id) => (id === '\0without-styles' ? '' : null),
};

/** The splash as markup. It stands in index.html, so that the first paint waits for no script. */
async function drawSplash(): Promise<string> {
  const { module } = await runnerImport<{ readonly Splash: FunctionComponent<{ slogan: string }> }>(
    './src/renderer/citizen/splash.tsx',
    { configFile: false, logLevel: 'error', plugins: [withoutStyles] },
  );
  const texts = JSON.parse(readFileSync('assets/locales/ar/page.json', 'utf8')) as { common: { slogan: string } };
  return renderToStaticMarkup(createElement(module.Splash, { slogan: texts.common.slogan }));
}

const inRoot = (markup: string): Plugin => ({
  name: 'splash-in-page',
  transformIndexHtml: (html) => html.replace('<div id="root"></div>', `<div id="root">${markup}</div>`),
});

/** The page. Relative links, so that it runs from Electron's own scheme as well as from the loopback host. */
export default defineConfig(async (): Promise<UserConfig> => ({
  plugins: [react(), inRoot(await drawSplash())],
  base: './',
  publicDir: false,
  build: {
    outDir: 'out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // The page's content security policy knows no inline content: every font and picture stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
}));
