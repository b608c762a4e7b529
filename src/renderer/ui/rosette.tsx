import './rosette.css';

/** A point of a figure around the middle: distance in units of the drawing, angle in degrees. */
type Polar = readonly [radius: number, degrees: number];

const SIXTEENTHS = Array.from({ length: 16 }, (_, index) => index * 22.5);
const EIGHTHS = SIXTEENTHS.filter((_, index) => index % 2 === 0);

/** Sixteen-fold, drawn by us after the tilework of Arab mosques and halls: a star, two rings of petals, an octagram. */
const HEART = outline(SIXTEENTHS.flatMap((degrees): Polar[] => [[31, degrees], [22, degrees + 11.25]]));
const PETAL = outline([[31, 0], [44, -8.6], [58, -7], [70, 0], [58, 7], [44, 8.6]]);
const LEAF = outline([[66, 11.25], [76, 6.5], [92, 11.25], [76, 16]]);
const SQUARE = outline([[97, 0], [97, 90], [97, 180], [97, 270]]);

interface RosetteProps {
  /** `rests`: turns by one petal now and then. `works`: turns all the time, for a wait of seconds. */
  readonly motion?: 'rests' | 'works';
}

/** Decoration; nothing is said by it. It stands still unless asked: kiosks draw without a graphics card, day and night. */
export function Rosette({ motion }: RosetteProps) {
  return (
    <svg className="rosette" data-motion={motion} viewBox="-100 -100 200 200" aria-hidden="true" focusable="false">
      <g className="rosette__ring">
        <path className="rosette__frame" d={SQUARE} />
        <path className="rosette__frame" d={SQUARE} transform="rotate(45)" />
        {SIXTEENTHS.map((degrees) => (
          <path key={degrees} className="rosette__leaf" d={LEAF} transform={`rotate(${String(degrees)})`} />
        ))}
      </g>
      <g className="rosette__ring rosette__ring--back">
        {SIXTEENTHS.map((degrees) => (
          <path key={degrees} className="rosette__petal" d={PETAL} transform={`rotate(${String(degrees)})`} />
        ))}
        <path className="rosette__heart" d={HEART} />
      </g>
      <g>
        {EIGHTHS.map((degrees) => (
          <circle key={degrees} className="rosette__pearl" r="1.3" transform={`rotate(${String(degrees)}) translate(0 -99)`} />
        ))}
      </g>
    </svg>
  );
}

function outline(points: readonly Polar[]): string {
  const corners = points.map(([radius, degrees]) => {
    const radians = (degrees * Math.PI) / 180;
    return `${(radius * Math.sin(radians)).toFixed(2)} ${(-radius * Math.cos(radians)).toFixed(2)}`;
  });
  return `M${corners.join('L')}Z`;
}
