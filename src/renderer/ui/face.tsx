import './face.css';

export type Score = 1 | 2 | 3 | 4 | 5;

const MOUTHS: Readonly<Record<Score, string>> = {
  5: 'M13 26c1.5 6 5.5 9 11 9s9.5-3 11-9Z',
  4: 'M14 27.5c2 4 5.5 6 10 6s8-2 10-6',
  3: 'M15 30h18',
  2: 'M14.5 33c2-3.5 5.5-5 9.5-5s7.5 1.5 9.5 5',
  1: 'M14 35c1.5-5 5-8 10-8s8.5 3 10 8',
};

const BROWS: Readonly<Record<Score, string>> = {
  5: '',
  4: '',
  3: '',
  2: '',
  1: 'M12.5 14.5l5.5 2.5M35.5 14.5l-5.5 2.5',
};

/** A face that says how it went; the word beside it says the same. */
export function Face({ score }: { readonly score: Score }) {
  return (
    <svg className="face" data-score={score} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle className="face__ground" cx="24" cy="24" r="22" />
      <path className="face__eyes" d="M17 19.5v1.5M31 19.5v1.5" />
      <path className="face__mouth" d={MOUTHS[score]} />
      <path className="face__brow" d={BROWS[score]} />
    </svg>
  );
}
