import { languageNow } from '../i18n.ts';

/** The field of a chart in units of its drawing; words stand around it. */
export const WIDTH = 560;
export const HEIGHT = 150;
/** Room for the numbers of the upright axis, on the side where reading begins. */
const AXIS = 64;
export const FIELD = WIDTH - AXIS;

/** Days run in the reading direction. */
export const placeOf = (index: number, count: number): number => {
  const along = AXIS + (FIELD * (index + 0.5)) / count;
  return languageNow() === 'ar' ? WIDTH - along : along;
};
export const axisPlace = (): number => (languageNow() === 'ar' ? WIDTH - AXIS + 8 : AXIS - 8);
export const fieldStart = (): number => (languageNow() === 'ar' ? 0 : AXIS);

/** A round number that is at least this, so that the axis reads well. */
export function roundedUp(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= most) ?? 10) * power;
}

/** Which days get a name below the axis: as many as have room. */
export function isNamed(index: number, count: number): boolean {
  const every = Math.ceil(count / 8);
  return index % every === 0;
}
