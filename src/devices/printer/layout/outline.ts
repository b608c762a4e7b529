import { createBitmap, type Bitmap } from './bitmap.ts';

/** One step of an outline with absolute coordinates: M x y, L x y, Q (1 control point), C (2), Z. */
export interface OutlineStep {
  readonly type: string;
  readonly values: readonly number[];
}

/** Where an outline lands on the dot grid: scaled, then moved. A negative `scaleY` turns font units upside down. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly moveX: number;
  readonly moveY: number;
}

/** A rasterised outline and where its upper left dot lies. */
export interface Raster {
  readonly left: number;
  readonly top: number;
  readonly bitmap: Bitmap;
}

/** Straight edges as x0, y0, x1, y1 in dots. */
type Edges = number[];

/** At 200 dots an inch a curve of a letter in 8 pieces is off by less than a hundredth of a dot. */
const CURVE_PIECES = 8;
/** Horizontal cuts per row; across, coverage is exact. */
const CUTS_PER_ROW = 5;
/**
 * A dot is black when this much of it is covered. A little under a half: a thermal head prints thin joins of Arabic
 * letters too light rather than too dark.
 */
const BLACK_FROM = 0.46;

function flatten(steps: readonly OutlineStep[], { scaleX, scaleY, moveX, moveY }: Placement): Edges {
  const edges: Edges = [];
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    if (y !== toY) edges.push(x, y, toX, toY);
    [x, y] = [toX, toY];
  };
  const curveTo = (...controls: readonly number[]): void => {
    const points = [x, y, ...controls];
    for (let piece = 1; piece <= CURVE_PIECES; piece += 1) {
      const [toX, toY] = pointOnCurve(points, piece / CURVE_PIECES);
      lineTo(toX, toY);
    }
  };
  for (const { type, values } of steps) {
    const points = values.map((value, index) => (index % 2 === 0 ? value * scaleX + moveX : value * scaleY + moveY));
    const [firstX = 0, firstY = 0] = points;
    if (type === 'M') {
      lineTo(startX, startY);
      [startX, startY, x, y] = [firstX, firstY, firstX, firstY];
    } else if (type === 'L') lineTo(firstX, firstY);
    else if (type === 'Z') lineTo(startX, startY);
    else if (type === 'Q' || type === 'C') curveTo(...points);
    else throw new Error(`outline step ${type} is not supported`);
  }
  lineTo(startX, startY);
  return edges;
}

/** De Casteljau: halves the list of control points until one is left. */
function pointOnCurve(points: readonly number[], at: number): [number, number] {
  let current = [...points];
  while (current.length > 2) {
    const next: number[] = [];
    for (let index = 0; index + 2 < current.length; index += 1) {
      next.push((current[index] ?? 0) * (1 - at) + (current[index + 2] ?? 0) * at);
    }
    current = next;
  }
  return [current[0] ?? 0, current[1] ?? 0];
}

interface Crossing {
  readonly x: number;
  readonly direction: number;
}

function crossingsAt(edges: Edges, y: number): Crossing[] {
  const crossings: Crossing[] = [];
  for (let index = 0; index < edges.length; index += 4) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [edges[index], edges[index + 1], edges[index + 2], edges[index + 3]];
    if (y0 <= y === y1 <= y) continue;
    crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), direction: y1 > y0 ? 1 : -1 });
  }
  return crossings.sort((a, b) => a.x - b.x);
}

/** Adds the covered share of each dot between two positions of one cut. */
function cover(row: Float32Array, fromX: number, toX: number): void {
  for (let x = Math.max(0, Math.floor(fromX)); x < Math.min(row.length, Math.ceil(toX)); x += 1) {
    row[x] = (row[x] ?? 0) + (Math.min(x + 1, toX) - Math.max(x, fromX)) / CUTS_PER_ROW;
  }
}

/** Fills what the outline winds around (non-zero rule); null when it has no area. */
export function rasterise(steps: readonly OutlineStep[], placement: Placement): Raster | null {
  const edges = flatten(steps, placement);
  if (edges.length === 0) return null;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < edges.length; index += 2) {
    const [x = 0, y = 0] = [edges[index], edges[index + 1]];
    [minX, maxX] = [Math.min(minX, x), Math.max(maxX, x)];
    [minY, maxY] = [Math.min(minY, y), Math.max(maxY, y)];
  }
  const [left, top] = [Math.floor(minX), Math.floor(minY)];
  const bitmap = createBitmap(Math.ceil(maxX) - left, Math.ceil(maxY) - top);
  const coverage = new Float32Array(bitmap.widthDots);
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    coverage.fill(0);
    for (let cut = 0; cut < CUTS_PER_ROW; cut += 1) {
      let winding = 0;
      let enteredAt = 0;
      for (const { x, direction } of crossingsAt(edges, top + y + (cut + 0.5) / CUTS_PER_ROW)) {
        if (winding === 0) enteredAt = x - left;
        winding += direction;
        if (winding === 0) cover(coverage, enteredAt, x - left);
      }
    }
    blackenCovered(bitmap, y, coverage);
  }
  return { left, top, bitmap };
}

function blackenCovered({ strideBytes, data }: Bitmap, y: number, coverage: Float32Array): void {
  for (let x = 0; x < coverage.length; x += 1) {
    if ((coverage[x] ?? 0) < BLACK_FROM) continue;
    const at = y * strideBytes + (x >> 3);
    data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
  }
}
