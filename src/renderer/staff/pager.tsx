import { Icon } from '../ui/icon.tsx';
import { useStaffTexts } from './texts.ts';
import './pager.css';

interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

/** Forward and back through the pages of a list; nothing where there is one only. */
export function Pager({ page, pages, onPage }: PagerProps) {
  const t = useStaffTexts();
  if (pages <= 1) return null;
  return (
    <nav className="pager" aria-label={t('pager.label')}>
      <button type="button" className="pager__key" disabled={page === 0} onClick={() => onPage(page - 1)}>
        <Icon name="arrow" towards="back" />
        {t('pager.newer')}
      </button>
      <span className="pager__where">{t('pager.where', { page: page + 1, pages })}</span>
      <button type="button" className="pager__key" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
        {t('pager.older')}
        <Icon name="arrow" />
      </button>
    </nav>
  );
}
