import type { TextStyle } from '../../../domain/receipt.ts';
import type { Weight } from './fonts.ts';

/** 8 dots are a millimetre (203 dots an inch). */
export interface TextMeasure {
  readonly sizeDots: number;
  readonly weight: Weight;
  /** From line to line. */
  readonly pitchDots: number;
  /** White above the first line, beyond the pitch. */
  readonly beforeDots: number;
}

/** How a width of paper is set. */
export interface PaperStyle {
  readonly widthDots: number;
  readonly marginDots: number;
  readonly emblemDots: number;
  readonly text: Readonly<Record<TextStyle, TextMeasure>>;
  readonly label: TextMeasure;
  readonly value: TextMeasure;
  readonly strongValue: TextMeasure;
  /** The label column is as wide as the widest label, up to this share of the line. */
  readonly labelShare: number;
  readonly labelGapDots: number;
  /** Size of the digits on paper; they are drawn at half of it and doubled by the printer. */
  readonly numberDots: number;
  readonly ruleGapDots: number;
  /** Between rows and running text. */
  readonly groupGapDots: number;
  /** Side of one QR module; smaller only when the code would not fit. */
  readonly qrModuleDots: number;
  /** White below the last line before the paper is cut. */
  readonly tailDots: number;
}

const measure = (sizeDots: number, weight: Weight, pitchDots: number, beforeDots = 0): TextMeasure => ({
  sizeDots,
  weight,
  pitchDots,
  beforeDots,
});

/** 80 mm paper: 72 mm printable. */
const WIDE: PaperStyle = {
  widthDots: 576,
  marginDots: 4,
  emblemDots: 112,
  text: {
    authority: measure(32, 700, 48, 2),
    title: measure(34, 700, 52, 2),
    caption: measure(24, 500, 34),
    body: measure(24, 500, 36, 4),
    note: measure(21, 500, 33, 2),
    small: measure(19, 500, 30),
    slogan: measure(28, 700, 44, 2),
  },
  label: measure(20, 500, 34, 8),
  value: measure(24, 500, 34, 8),
  strongValue: measure(25, 700, 36, 8),
  labelShare: 0.36,
  labelGapDots: 20,
  numberDots: 72,
  ruleGapDots: 14,
  groupGapDots: 10,
  qrModuleDots: 6,
  tailDots: 16,
};

/** 58 mm paper: 48 mm printable. */
const NARROW: PaperStyle = {
  widthDots: 384,
  marginDots: 4,
  emblemDots: 112,
  text: {
    authority: measure(28, 700, 42, 2),
    title: measure(30, 700, 46, 2),
    caption: measure(22, 500, 32),
    body: measure(22, 500, 34, 4),
    note: measure(20, 500, 31, 2),
    small: measure(18, 500, 28),
    slogan: measure(26, 700, 40, 2),
  },
  label: measure(20, 500, 31, 7),
  value: measure(22, 500, 31, 7),
  strongValue: measure(22, 700, 32, 7),
  labelShare: 0.36,
  labelGapDots: 14,
  numberDots: 56,
  ruleGapDots: 12,
  groupGapDots: 8,
  qrModuleDots: 6,
  tailDots: 16,
};

/** Printable widths at 203 dots an inch. */
export const PAPER_STYLES: Readonly<Record<PaperWidth, PaperStyle>> = { 576: WIDE, 384: NARROW };
export type PaperWidth = 576 | 384;
