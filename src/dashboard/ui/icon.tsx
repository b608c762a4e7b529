import './icon.css';

/** Stroke pictograms on a grid of 24 units. Those in MIRRORED point along the reading direction and turn with it. */
const PATHS = {
  alert: 'M12 8.5v4.6m0 3.3v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z',
  bell: 'M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4.5 1.8 5.8 1.8 5.8H4.7s1.8-1.3 1.8-5.8ZM10 19.5a2.2 2.2 0 0 0 4 0',
  board: 'M4 4.5h6.5v7H4zM13.5 4.5H20v4.5h-6.5zM4 14.5h6.5v5H4zM13.5 12H20v7.5h-6.5z',
  calendar: 'M5 5.5h14A1.5 1.5 0 0 1 20.5 7v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V7A1.5 1.5 0 0 1 5 5.5ZM3.5 10h17M8 3.5v4m8-4v4',
  chart: 'M4 20.5h16M6.5 17v-5M11 17V6.5M15.5 17v-8M20 17v-3',
  check: 'm5 12.5 4.7 4.7L19.5 7',
  chevron: 'm9 5 7 7-7 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
  cross: 'm6.5 6.5 11 11m0-11-11 11',
  download: 'M12 4v11m4.5-4.5L12 15l-4.5-4.5M4.5 19.5h15',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  gear: 'M4 7.5h9m4 0h3M4 16.5h3m4 0h9M15 5.3a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM9 14.3a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  half: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5m0 3v.1',
  leave: 'M10 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h4M10 12h10m-4-4 4 4-4 4',
  list: 'M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5h.1m-.1 5.5h.1m-.1 5.5h.1',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  more: 'M5.5 12h.1m6.3 0h.1m6.4 0h.1',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.5-3.7 3.4-5.5 7.5-5.5s7 1.8 7.5 5.5',
  phone: 'M5.2 4h3.3l1.7 4.2-2.1 1.5a11.5 11.5 0 0 0 5.7 5.7l1.5-2.1L19.5 15v3.3a1.7 1.7 0 0 1-1.8 1.7A14.7 14.7 0 0 1 3.5 5.8 1.7 1.7 0 0 1 5.2 4Z',
  question: 'M9.2 9.2A2.9 2.9 0 0 1 12 6.8c1.7 0 3 1 3 2.6 0 2.2-3 2.3-3 4.6m0 3v.1',
  search: 'M10.8 4a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6Zm4.9 11.7 4.8 4.8',
  unplugged: 'M4 4l16 16M8.5 8.6A6 6 0 0 0 7 13v1a5 5 0 0 0 5 5v2m4-4.4a5 5 0 0 0 1-3V13l-1.5-4H12M10 3.5V6m5-2.5V9',
  wrench: 'm20.6 5.6-3 3-2.2-.2-.2-2.2 3-3a5 5 0 0 0-6.4 6.4l-8 8a1.9 1.9 0 0 0 2.7 2.7l8-8a5 5 0 0 0 6.1-6.7Z',
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof PATHS;

const MIRRORED: ReadonlySet<IconName> = new Set(['chevron', 'leave', 'list', 'question']);

/** As large as the text around it, in its colour. Always beside words, so never spoken. */
export function Icon({ name, back = false }: { readonly name: IconName; readonly back?: boolean }) {
  return (
    <svg className="icon" data-mirror={MIRRORED.has(name) ? (back ? 'back' : 'forward') : undefined} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
