/** A report as meaning: what stands on the pages, in reading order. Texts are final, values already in bidi isolates. */
export interface PdfReport {
  /** BCP 47 tag of the main language. */
  readonly language: string;
  readonly direction: 'rtl' | 'ltr';
  readonly title: string;
  /** Who answers for it: the authority. */
  readonly authority: string;
  readonly createdAt: Date;
  readonly blocks: readonly PdfBlock[];
  /** On every page, beside the page's number. */
  readonly footer: string;
}

export type PdfBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: PdfTone }
  /** Labels and values side by side. */
  | { readonly kind: 'rows'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'table'; readonly columns: readonly PdfColumn[]; readonly rows: readonly (readonly PdfCell[])[] }
  | { readonly kind: 'code'; readonly code: PdfCode; readonly caption: string };

export type PdfTone = 'plain' | 'good' | 'bad' | 'muted';

export interface PdfColumn {
  readonly title: string;
  /** Share of the page's width; all together 1. */
  readonly share: number;
}

export interface PdfCell {
  readonly text: string;
  readonly tone?: PdfTone;
}

/** A QR code as an SVG path over a grid of `modules` × `modules` unit squares, quiet zone not included. */
export interface PdfCode {
  readonly modules: number;
  readonly path: string;
}
