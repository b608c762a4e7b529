import type { Page } from '@playwright/test';

/** What a person with a ruler would look for on a drawn screen. Each answer is a list of what is wrong. */

/** Content that doesn't fit: the document scrolls, a region is too small for what it holds, or text leaves the glass. */
export async function spilled(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) wrong.push('the document scrolls');

    const regions =
      '.frame, .header, .stage, .stage__tell, .stage__show, .stage__act, .footer, .footer button, .dialog, .button, .home, .tile, .status-card, .status-card__body, .required, .facts, .timeline, .privacy__point, .help__step, .tips__tip, .switch, .digit-field__box, .screen-receipt, .attract__touch, .language__choice, .rating__face, .alert';
    for (const region of document.querySelectorAll(regions)) {
      const down = region.scrollHeight - region.clientHeight;
      const across = region.scrollWidth - region.clientWidth;
      // The badge of the demo hangs on the header's edge on purpose.
      const isBadge = region.matches('.header') && region.querySelector('.demo-badge') !== null;
      if ((down > 1 || across > 1) && !isBadge) wrong.push(`${region.className} spills ${String(down)}/${String(across)}`);
    }

    const decoration = '.attract__ground, .attract__art, .hero__art, .status-card__art, .still-there__art, .heard-only, .header__site, svg *';
    for (const element of document.querySelectorAll('.frame *, .dialog *')) {
      if (element.closest(decoration) !== null) continue;
      const { bottom, left, right, top, width } = element.getBoundingClientRect();
      if (width > 0 && (top < -1 || left < -1 || bottom > innerHeight + 1 || right > innerWidth + 1))
        wrong.push(`${element.tagName} ${element.getAttribute('class') ?? ''} leaves the screen`);
    }
    return wrong;
  });
}

/** Buttons that a finger may miss. */
export async function smallTargets(page: Page, minimumPx: number): Promise<string[]> {
  return page.evaluate(
    (minimum) =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.checkVisibility({ visibilityProperty: true }))
        .map((button) => ({ button, box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.width < minimum - 0.5 || box.height < minimum - 0.5)
        .map(({ button, box }) => `${button.textContent}: ${box.width.toFixed(0)} × ${box.height.toFixed(0)}`),
    minimumPx,
  );
}

/** Buttons that begin higher above the screen's lower edge than a hand reaches. */
export async function outOfReach(page: Page, reachPx: number): Promise<string[]> {
  return page.evaluate(
    (reach) =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.getBoundingClientRect().top < innerHeight - reach - 1)
        .map((button) => `${button.textContent}: ${button.getBoundingClientRect().top.toFixed(0)}`),
    reachPx,
  );
}

/** Fonts that Chromium drew text with although they aren't the page's own. */
export async function foreignFonts(page: Page, ours: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'body *' });
  const families = new Set<string>();
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const font of fonts) if (!font.isCustomFont || !font.familyName.startsWith(ours)) families.add(font.familyName);
  }
  await session.detach();
  return [...families];
}

/** Whatever is too small for what it holds, and whatever leaves the glass, anywhere within an element. */
export async function spilledAnywhere(page: Page, within: string): Promise<string[]> {
  return page.evaluate((scope) => {
    const wrong: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) wrong.push('the document scrolls');
    for (const element of document.querySelectorAll<HTMLElement>(`${scope}, ${scope} *`)) {
      if (element.closest('svg, .heard-only, .demo-badge, .countdown-ring') !== null) continue;
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      const { bottom, left, right, top, width } = element.getBoundingClientRect();
      const isOut = top < -1 || left < -1 || bottom > innerHeight + 1 || right > innerWidth + 1;
      if (width > 0 && isOut) wrong.push(`${name} leaves the screen`);
      const down = element.scrollHeight - element.clientHeight;
      const across = element.scrollWidth - element.clientWidth;
      // A line of text may reach a little over its own box.
      const isBox = element.clientHeight > 0 && getComputedStyle(element).textOverflow !== 'ellipsis';
      if (isBox && (down > 6 || across > 2)) wrong.push(`${name} spills ${String(down)}/${String(across)}`);
    }
    return wrong;
  }, within);
}
