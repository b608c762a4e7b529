import createQrCode from 'qrcode-generator';

/** Light modules around the code, without which cameras don't find it (ISO/IEC 18004). */
const QUIET_MODULES = 4;

/** Dark on white, never mirrored. */
export function QrCode({ label, text }: { readonly text: string; readonly label: string }) {
  const code = createQrCode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const side = count + 2 * QUIET_MODULES;
  const rows = Array.from({ length: count }, (_, row) => row);
  const path = rows.flatMap((row) => rows.filter((column) => code.isDark(row, column)).map((column) => `M${String(column)} ${String(row)}h1v1h-1z`)).join('');
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn from data, so there is no file for an <img>
    <svg className="sign-in__qr" viewBox={`${String(-QUIET_MODULES)} ${String(-QUIET_MODULES)} ${String(side)} ${String(side)}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
