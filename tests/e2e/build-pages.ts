import { build } from '../../scripts/build.ts';

/** Before the first of these tests, once: both pages as they stand. */
export default function buildPages(): void {
  build(['contract', 'page', 'dashboard']);
}
