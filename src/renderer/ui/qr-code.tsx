import type { QrPicture } from '../../bridge/view.ts';
import './qr-code.css';

/** Light modules around the code, without which cameras don't find it (ISO/IEC 18004). */
const QUIET_MODULES = 4;

/** Dark on white in every theme, never mirrored. */
export function QrCode({ picture, label }: { readonly picture: QrPicture; readonly label: string }) {
  const side = picture.modules + 2 * QUIET_MODULES;
  const viewBox = [-QUIET_MODULES, -QUIET_MODULES, side, side].join(' ');
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn from data, so there is no file for an <img>
    <svg className="qr-code" viewBox={viewBox} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={side} height={side} fill="#fff" />
      <path d={picture.path} fill="#000" />
    </svg>
  );
}
