import type { ReactNode } from 'react';
import './pictures.css';

/*
 * Pictures of the machine and of papers. They show how things really lie, so they never turn with the language.
 */

interface PictureProps {
  readonly kind: 'reader' | 'number' | 'slip' | 'printer';
  readonly viewBox: string;
  /** Heard instead of seen. */
  readonly label: string;
  readonly done?: boolean;
  readonly children: ReactNode;
}

function Picture({ kind, viewBox, label, done = false, children }: PictureProps) {
  return (
    <svg
      className={`picture picture--${kind}`}
      data-done={done || undefined}
      viewBox={viewBox}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it moves and takes the theme's colours, as an <img> can't
      role="img"
      aria-label={label}
    >
      {children}
    </svg>
  );
}

/** A card going down onto the reader and up again. */
export function CardOnReader({ label }: { readonly label: string }) {
  return (
    <Picture kind="reader" viewBox="0 0 320 250" label={label}>
      <ellipse className="picture__shade" cx="160" cy="236" rx="136" ry="9" />
      <rect className="picture__machine-back" x="36" y="128" width="248" height="52" rx="16" />
      <g className="picture__moving-card">
        <CardFace x={82} y={16} />
      </g>
      <path
        className="picture__machine"
        d="M36 152a16 16 0 0 1 16-16h40a8 8 0 0 1 7 4l3 6a8 8 0 0 0 7 4h102a8 8 0 0 0 7-4l3-6a8 8 0 0 1 7-4h40a16 16 0 0 1 16 16v64a16 16 0 0 1-16 16H52a16 16 0 0 1-16-16Z"
      />
      <rect className="picture__light" x="112" y="176" width="96" height="7" rx="3.5" />
    </Picture>
  );
}

/** A card lying flat with its number marked. */
export function CardNumberPicture({ label }: { readonly label: string }) {
  return (
    <Picture kind="number" viewBox="60 4 200 122" label={label}>
      <CardFace x={82} y={16} />
      <rect className="picture__highlight" x="142" y="81" width="86" height="18" rx="5" />
      <g className="picture__dots">
        {[150, 158, 166, 174, 182, 190, 198, 206, 214, 221].map((x) => (
          <circle key={x} cx={x} cy="90" r="2.2" />
        ))}
      </g>
    </Picture>
  );
}

function CardFace({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${String(x)} ${String(y)})`}>
      <rect className="picture__card" width="156" height="98" rx="9" />
      <path className="picture__card-band" d="M9 0h138a9 9 0 0 1 9 9v13H0V9a9 9 0 0 1 9-9Z" />
      <rect className="picture__portrait" x="12" y="33" width="38" height="50" rx="4" />
      <circle className="picture__person" cx="31" cy="50" r="8" />
      <path className="picture__person" d="M17 83c1-12 6-18 14-18s13 6 14 18Z" />
      <path className="picture__lines" d="M144 40H92m52 14H76" />
    </g>
  );
}

/** Where number and year stand on the slip that people bring. */
export function SlipPicture({ label, number, year }: { readonly label: string; readonly number: string; readonly year: string }) {
  return (
    <Picture kind="slip" viewBox="0 0 320 150" label={label}>
      <path
        className="picture__paper"
        d="M40 6h240v132l-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8-12-8-12 8Z"
      />
      <path className="picture__lines" d="M124 24h72M108 36h104" />
      <rect className="picture__highlight" x="62" y="50" width="196" height="40" rx="9" />
      <text className="picture__digits" x="160" y="79" textAnchor="middle" direction="ltr">
        {number} / {year}
      </text>
      <path className="picture__lines" d="M258 104H120m138 14H150" />
    </Picture>
  );
}

/** A receipt coming out of the machine; `done` lies still and waits to be taken. */
export function PrinterPicture({ label, done }: { readonly label: string; readonly done: boolean }) {
  return (
    <Picture kind="printer" viewBox="0 0 320 300" label={label} done={done}>
      <rect className="picture__machine" x="36" y="10" width="248" height="78" rx="16" />
      <circle className="picture__light" cx="70" cy="36" r="5" />
      <rect className="picture__slot" x="76" y="62" width="168" height="12" rx="6" />
      <svg x="80" y="68" width="160" height="222" viewBox="0 0 160 222">
        <g className="picture__sheet">
          <path className="picture__paper" d="M4-10h152v214l-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7-8-7-8 7Z" />
          <path className="picture__lines" d="M52 24h56M40 38h80" />
          <rect className="picture__highlight" x="30" y="54" width="100" height="24" rx="6" />
          <path className="picture__lines" d="M136 96H40m96 14H60" />
          <path className="picture__code" d="M56 128h18v18H56zM86 128h18v18H86zM56 158h18v18H56zM86 158h6v6h-6zM98 158h6v6h-6zM92 164h6v6h-6zM86 170h6v6h-6zM98 170h6v6h-6zM78 130h4v8h-4zM78 150h4v10h-4zM62 150h10v4H62z" />
        </g>
      </svg>
    </Picture>
  );
}
