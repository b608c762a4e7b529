import { Icon, isIcon, type IconName } from '../ui/icon.tsx';

/** Pictograms of the staff room, on the same grid of 24 units as the others. */
const PATHS = {
  bolt: 'M13 3 5 13.5h6L10 21l8.5-11h-6L13 3Z',
  certificate: 'M12 3.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM8.3 14.3 7 20.5l5-2.3 5 2.3-1.3-6.2M9.6 9.6l1.7 1.7 3.2-3.3',
  chip: 'M8 6.5h8A1.5 1.5 0 0 1 17.5 8v8a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 16V8A1.5 1.5 0 0 1 8 6.5ZM9.5 3.5v3m5-3v3m-5 11v3m5-3v3M3.5 9.5h3m-3 5h3m11-5h3m-3 5h3',
  disk: 'M4.5 14.5h15M6.8 5.5h10.4a1.5 1.5 0 0 1 1.4 1l2.4 7.5V18a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18v-4l2.4-7.5a1.5 1.5 0 0 1 1.4-1ZM17 17h.1M13.5 17h.1',
  display: 'M4.5 4.5h15A1.5 1.5 0 0 1 21 6v9.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5V6a1.5 1.5 0 0 1 1.5-1.5ZM12 17v3.5m-4 0h8',
  hub: 'M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM5 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4Zm14 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM12 8v4m0 0-5.6 4.4M12 12l5.6 4.4',
  network: 'M3.5 9.5a13 13 0 0 1 17 0M6.5 13a8.5 8.5 0 0 1 11 0M9.4 16.4a4 4 0 0 1 5.2 0M12 19.7v.1',
  page: 'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5ZM3.5 9h17M6.5 6.8h.1m2.4 0h.1',
  paper: 'M9 4.5a4.5 7.5 0 1 0 0 15 4.5 7.5 0 0 0 0-15Zm0 0h7.5a4.5 7.5 0 0 1 4 11v5h-5m-6.5-1.5M9 10a1.2 2 0 1 0 0 4 1.2 2 0 0 0 0-4Z',
  power: 'M12 3.5v8M7.3 6.2a7.8 7.8 0 1 0 9.4 0',
  pulse: 'M3 12.5h4l2.5-7 4.5 13 2.5-6H21',
  thermometer: 'M10 13.8V5.5a2 2 0 0 1 4 0v8.3a4 4 0 1 1-4 0Zm2 1.2V9',
  training: 'm2.5 9.5 9.5-4 9.5 4-9.5 4-9.5-4Zm4 2v4.8c1.6 1.4 3.4 2 5.5 2s3.9-.6 5.5-2v-4.8M21.5 9.5v5',
} as const satisfies Readonly<Record<string, string>>;

export type StaffIconName = keyof typeof PATHS | IconName;

/** Always beside words, so never spoken. */
export function StaffIcon({ name }: { readonly name: StaffIconName }) {
  if (isIcon(name)) return <Icon name={name} />;
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
