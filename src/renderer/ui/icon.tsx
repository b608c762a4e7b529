import './icon.css';

/**
 * Our own stroke pictograms on a grid of 24 units. Those in MIRRORED point along the reading direction and turn
 * with it; all others show things that look the same everywhere.
 */
const PATHS = {
  access: 'M12 4.6a1.1 1.1 0 1 0 0-.01M4.5 8.2c2.6.9 5 1.3 7.5 1.3s4.9-.4 7.5-1.3M12 9.5v4.3m0 0-3 7m3-7 3 7',
  alert: 'M12 8.5v4.6m0 3.3v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z',
  archive: 'M4 8.5h16M5.5 8.5V18a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2V8.5M4.5 4h15a1 1 0 0 1 1 1v2.5a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM10 12.5h4',
  arrow: 'M4.5 12h15m-6-6 6 6-6 6',
  backspace: 'M20 5.5H9.2a2 2 0 0 0-1.5.7L3 12l4.7 5.8a2 2 0 0 0 1.5.7H20a1.5 1.5 0 0 0 1.5-1.5V7A1.5 1.5 0 0 0 20 5.5ZM16.5 9.5l-5 5m0-5 5 5',
  building: 'M3.5 20.5h17M5.5 20.5V9.8L12 4.5l6.5 5.3v10.7M9.5 20.5v-5h5v5M9.5 11.5h.1m4.8 0h.1',
  calendar: 'M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V7A1.5 1.5 0 0 1 5 5.5ZM3.5 10h17M8 3.5v4m8-4v4',
  card: 'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5ZM8.7 12.3a1.9 1.9 0 1 0 0-.01M5.8 16c.5-1.3 1.6-2 2.9-2s2.4.7 2.9 2M14.5 9.5h3.5m-3.5 3h3.5m-3.5 3h2',
  check: 'm5 12.5 4.7 4.7L19.5 7',
  chevron: 'm9 5 7 7-7 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
  contrast: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 0v17M12 7h5m-5 3.3h6.5M12 13.7h6.5M12 17h5',
  down: 'M12 4.5v15m6-6-6 6-6-6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  gear: 'M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM19.2 12c0-.5 0-.9-.1-1.3l1.9-1.5-1.9-3.2-2.2.9a7.2 7.2 0 0 0-2.3-1.3L14.2 3.2h-3.7l-.4 2.4c-.8.3-1.6.7-2.3 1.3L5.6 6 3.7 9.2l1.9 1.5a7.4 7.4 0 0 0 0 2.6l-1.9 1.5L5.6 18l2.2-.9c.7.6 1.5 1 2.3 1.3l.4 2.4h3.7l.4-2.4c.8-.3 1.6-.7 2.3-1.3l2.2.9 1.9-3.2-1.9-1.5c.1-.4.1-.8.1-1.3Z',
  globe: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm-8.3 8.5h16.6M12 3.5c2.2 2.4 3.3 5.2 3.3 8.5s-1.1 6.1-3.3 8.5c-2.2-2.4-3.3-5.2-3.3-8.5S9.8 5.9 12 3.5Z',
  hand: 'M8 12.5V6.2a1.5 1.5 0 0 1 3 0V11m0-1V4.7a1.5 1.5 0 0 1 3 0V11m0-.5V6.2a1.5 1.5 0 0 1 3 0v8.3c0 3.6-2.2 6.2-5.6 6.2-2.9 0-4.3-1.3-5.7-3.8L3.6 13.4a1.5 1.5 0 0 1 2.5-1.7L8 14.2',
  help: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.6A2.4 2.4 0 0 1 12 7.5c1.4 0 2.5.9 2.5 2.2 0 1.9-2.5 2-2.5 3.8m0 2.9v.1',
  home: 'M3.5 11.2 12 4l8.5 7.2M5.7 9.5V19a1 1 0 0 0 1 1h10.6a1 1 0 0 0 1-1V9.5M10 20v-5.5h4V20',
  inbox: 'M3.5 13.5 6 5.7A1.5 1.5 0 0 1 7.5 4.5h9A1.5 1.5 0 0 1 18 5.7l2.5 7.8V18a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18v-4.5Zm0 0h4.7c.3 1.9 1.8 3 3.8 3s3.5-1.1 3.8-3h4.7',
  keypad: 'M3.6 3.6h3.4v3.4h-3.4zM10.3 3.6h3.4v3.4h-3.4zM17 3.6h3.4v3.4h-3.4zM3.6 10.3h3.4v3.4h-3.4zM10.3 10.3h3.4v3.4h-3.4zM17 10.3h3.4v3.4h-3.4zM3.6 17h3.4v3.4h-3.4zM10.3 17h3.4v3.4h-3.4zM17 17h3.4v3.4h-3.4z',
  lock: 'M7 10.5h10a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19v-7A1.5 1.5 0 0 1 7 10.5Zm1.5 0V7.5a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
  low: 'M12 3.5v9m4-4-4 4-4-4M4.5 16.5h15v4h-15z',
  phone: 'M5.2 4h3.3l1.7 4.2-2.1 1.5a11.5 11.5 0 0 0 5.7 5.7l1.5-2.1L19.5 15v3.3a1.7 1.7 0 0 1-1.8 1.7A14.7 14.7 0 0 1 3.5 5.8 1.7 1.7 0 0 1 5.2 4Z',
  pin: 'M12 21s7-5.7 7-11a7 7 0 1 0-14 0c0 5.3 7 11 7 11Zm0-13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  printer: 'M7 9V3.5h10V9M7 17.5H5A1.5 1.5 0 0 1 3.5 16v-5.5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.5V16a1.5 1.5 0 0 1-1.5 1.5h-2M7 14.5h10v6H7zM17 12h.1',
  receipt: 'M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5v-17ZM9.5 8h5m-5 4h5m-5 3.5h2.5',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.3M20 4.5v4.8h-4.8',
  route: 'M6 3.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Zm0 4.6v4.2a4 4 0 0 0 4 4h5.5m2.5-2.3a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z',
  search: 'M10.8 4a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6Zm4.9 11.7L20.5 20.5',
  send: 'M20.5 3.5 10 14M20.5 3.5l-6.7 17L10 14l-6.5-3.8 17-6.7Z',
  shield: 'M12 3.5 5 6v5.5c0 4.2 2.8 7.5 7 9 4.2-1.5 7-4.8 7-9V6l-7-2.5ZM8.8 12l2.3 2.3 4.2-4.6',
  star: 'm12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 3.8Z',
  text: 'M3 19 8.5 5 14 19M5 14.5h7M15.5 19l3-7.5 3 7.5m-5-2.5h4',
  timer: 'M12 6a7.3 7.3 0 1 0 0 14.6A7.3 7.3 0 0 0 12 6Zm0 3.5v3.8l2.3 1.7M9.5 3h5',
  undo: 'M20 18.5v-3a5 5 0 0 0-5-5H4.5m5-5-5 5 5 5',
  users: 'M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5ZM3 19.5c.3-3.2 2.7-5.2 6-5.2s5.7 2 6 5.2M15.5 5.3a3.2 3.2 0 0 1 0 5.9m2 3.4c2 .7 3.3 2.4 3.5 4.9',
  wrench: 'm20.6 5.6-3 3-2.2-.2-.2-2.2 3-3a5 5 0 0 0-6.4 6.4l-8 8a1.9 1.9 0 0 0 2.7 2.7l8-8a5 5 0 0 0 6.1-6.7Z',
  x: 'm6 6 12 12M18 6 6 18',
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof PATHS;

export const isIcon = (name: string): name is IconName => Object.hasOwn(PATHS, name);

const MIRRORED: ReadonlySet<IconName> = new Set(['arrow', 'chevron', 'send', 'undo', 'route']);

interface IconProps {
  readonly name: IconName;
  /** `back` points against the reading direction. */
  readonly towards?: 'forward' | 'back';
}

/** As large as the text around it wants (`--icon`), in the colour of the text. Always beside words, so never spoken. */
export function Icon({ name, towards = 'forward' }: IconProps) {
  const mirror = MIRRORED.has(name) ? towards : undefined;
  return (
    <svg className="icon" data-mirror={mirror} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
