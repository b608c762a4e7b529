import type { ReactNode } from 'react';
import { Heading } from './heading.tsx';
import './stage.css';

interface StageProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** What there is to see; it takes the room that is left. */
  readonly show?: ReactNode;
  /** What there is to touch; it lies low, where a hand reaches. */
  readonly act?: ReactNode;
  /** Puts title and picture in the middle: screens with one message. */
  readonly centered?: boolean;
}

/**
 * The arrangement of every screen between header and footer. Upright: title, picture, controls from top to bottom.
 * On its side: title and picture beside the controls.
 */
export function Stage({ title, lead, show, act, centered = false }: StageProps) {
  return (
    <main className="stage" data-centered={centered || undefined}>
      <div className="stage__tell">
        <div className="stage__intro">
          <Heading>{title}</Heading>
          {lead === undefined ? null : <p className="stage__lead">{lead}</p>}
        </div>
        {show === undefined ? null : <div className="stage__show">{show}</div>}
      </div>
      {act === undefined ? null : <div className="stage__act">{act}</div>}
    </main>
  );
}
