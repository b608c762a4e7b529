import type { TestRunOf } from '../../../bridge/staff.ts';
import './paper-picture.css';

interface PaperPictureProps {
  readonly stage: TestRunOf<'paper'>['stage'];
  readonly label: string;
}

/** The printer from the side, as it really stands: it never turns with the language. */
export function PaperPicture({ stage, label }: PaperPictureProps) {
  const isOpen = stage === 'open' || stage === 'change';
  return (
    <svg
      className="paper-picture"
      data-stage={stage}
      viewBox="0 0 320 220"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it takes the colours of the staff room
      role="img"
      aria-label={label}
    >
      <ellipse className="paper-picture__shade" cx="160" cy="206" rx="140" ry="8" />
      <path className="paper-picture__body" d="M50 118h220a12 12 0 0 1 12 12v58a12 12 0 0 1-12 12H50a12 12 0 0 1-12-12v-58a12 12 0 0 1 12-12Z" />
      <path className="paper-picture__bay" d="M84 118h120v6a60 60 0 0 1-120 0Z" />
      <g className="paper-picture__roll">
        <circle className="paper-picture__paper" cx="144" cy={stage === 'change' ? 84 : 122} r="40" />
        <circle className="paper-picture__core" cx="144" cy={stage === 'change' ? 84 : 122} r="10" />
        {/* The paper leaves the roll at its lower side, towards the cutter. */}
        <path
          className="paper-picture__strip"
          d={stage === 'change' ? 'M144 124c40 0 66-8 96-22' : 'M144 162c50 0 80-22 100-52v-44'}
        />
      </g>
      <path
        className="paper-picture__cover"
        d={
          isOpen
            ? 'M50 118 26 26a10 10 0 0 1 8-12l22-4a10 10 0 0 1 11 7l25 101Z'
            : 'M50 118c0-40 30-58 94-58 62 0 92 14 100 58Z'
        }
      />
      <rect className="paper-picture__cutter" x="228" y="104" width="34" height="16" rx="3" />
      {stage === 'open' ? <path className="paper-picture__move" d="M112 92C106 60 96 44 84 30m-2 18 1-19 18 6" /> : null}
      {stage === 'change' ? <path className="paper-picture__move" d="M196 52v44m-13-14 13 15 13-15" /> : null}
      {stage === 'close' ? <path className="paper-picture__move" d="M144 14v36m-13-14 13 15 13-15" /> : null}
    </svg>
  );
}
