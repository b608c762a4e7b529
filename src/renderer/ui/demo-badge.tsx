import { useFrame, useTexts } from '../frame.ts';
import './demo-badge.css';

/** Says that virtual devices or invented transactions are in use, so that nobody takes them for real ones. */
export function DemoBadge() {
  const { demo } = useFrame();
  const t = useTexts();
  return demo ? <span className="demo-badge">{t('common.demo')}</span> : null;
}
