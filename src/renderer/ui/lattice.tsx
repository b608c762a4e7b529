import './lattice.css';

/**
 * A rosette of eight-point stars, drawn by us after the khatam of Arab tilework: two squares turned against each other,
 * nested and turning slowly. Decoration only.
 */
export function Rosette() {
  return (
    <svg className="rosette" viewBox="-100 -100 200 200" aria-hidden="true" focusable="false">
      <g className="rosette__ring rosette__ring--slow">
        <Star radius={96} />
        <Petals radius={74} />
      </g>
      <g className="rosette__ring rosette__ring--back">
        <Star radius={72} />
        <Petals radius={52} />
      </g>
      <g className="rosette__ring rosette__ring--slow">
        <Star radius={50} />
      </g>
      <circle className="rosette__heart" r="34" />
    </svg>
  );
}

function Star({ radius }: { readonly radius: number }) {
  const side = radius * Math.SQRT2;
  const square = <rect x={-side / 2} y={-side / 2} width={side} height={side} />;
  return (
    <g>
      {square}
      <g transform="rotate(45)">{square}</g>
    </g>
  );
}

const EIGHTHS = [0, 45, 90, 135, 180, 225, 270, 315] as const;

function Petals({ radius }: { readonly radius: number }) {
  const half = radius * 0.16;
  const path = `M0 ${-radius * 1.22} L${half} ${-radius} L0 ${-radius * 0.78} L${-half} ${-radius} Z`;
  return (
    <g className="rosette__petals">
      {EIGHTHS.map((degrees) => (
        <path key={degrees} d={path} transform={`rotate(${String(degrees + 22.5)})`} />
      ))}
    </g>
  );
}
