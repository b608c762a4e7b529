/**
 * Lets the splash that stands in index.html reach the glass before the page's script keeps the browser busy for some
 * 60 ms: the callback runs before a frame is drawn, the timer after it.
 */
requestAnimationFrame(() => setTimeout(() => void import('./main.tsx')));
