import { useState } from 'react';
import { fixFor, rightFor, type StaffScreenOf } from '../../bridge/staff.ts';
import { whoActs, type ComponentHealth, type ComponentState } from '../../domain/health.ts';
import { pageOf } from '../citizen/pages.ts';
import { useFrame } from '../frame.ts';
import type { Tone } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useIsLandscape } from '../use-is-landscape.ts';
import { act } from './act.ts';
import { useMay } from './session.ts';
import { Moment } from './moment.tsx';
import { Pager } from './pager.tsx';
import { StaffIcon } from './staff-icon.tsx';
import { COMPONENT_ICONS } from './subjects.ts';
import { useHealthTexts, useStaffTexts } from './texts.ts';
import './overview.css';

/** The worst first. */
const STATE_ORDER: readonly ComponentState[] = ['down', 'degraded', 'unknown', 'starting', 'ok', 'not_fitted'];
const rankOf = ({ state }: ComponentHealth): number => STATE_ORDER.indexOf(state);
const isTrouble = (part: ComponentHealth): boolean => rankOf(part) <= STATE_ORDER.indexOf('unknown');

/** The first thing a technician sees: what is wrong, what to do about it, who does it, and one tap to get there. */
export function Overview({ screen }: { readonly screen: StaffScreenOf<'overview'> }) {
  const t = useStaffTexts();
  const all = screen.components.toSorted((a, b) => rankOf(a) - rankOf(b));
  const troubles = all.filter(isTrouble);
  return (
    <main className="overview">
      <Status screen={screen} />
      {troubles.length === 0 ? <NoTrouble isKnown={all.every(({ state }) => state !== 'starting')} /> : <Troubles troubles={troubles} />}
      <section className="overview__rest">
        <h2>{t('overview.rest')}</h2>
        <ul className="parts">
          {all
            .filter((part) => !isTrouble(part))
            .map((part) => (
              <Part key={part.component} part={part} />
            ))}
        </ul>
      </section>
    </main>
  );
}

const STATUS_LOOKS: Readonly<Record<StaffScreenOf<'overview'>['decision']['status'], readonly [Tone, IconName]>> = {
  in_service: ['success', 'check'],
  limited: ['warning', 'alert'],
  out_of_service: ['error', 'x'],
  unknown: ['neutral', 'help'],
  maintenance: ['info', 'wrench'],
  closed: ['neutral', 'lock'],
  offline: ['neutral', 'x'],
};

function Status({ screen }: { readonly screen: StaffScreenOf<'overview'> }) {
  const t = useStaffTexts();
  const h = useHealthTexts();
  const { decision, heldFor } = screen;
  const { decidedBy, status } = decision;
  const [tone, icon] = STATUS_LOOKS[status];
  return (
    <section className="status-bar" data-tone={tone}>
      <span className="status-bar__disc">
        <Icon name={icon} />
      </span>
      <div className="status-bar__words">
        <Heading>{h(`statuses.${status}`)}</Heading>
        <p>{t(heldFor === null ? `overview.visitors.${status}` : `overview.heldFor.${heldFor}`)}</p>
        {decidedBy === null ? null : (
          <p className="status-bar__cause">
            {t('overview.cause')} <strong>{h(`components.${decidedBy.component}`)}</strong>
          </p>
        )}
      </div>
    </section>
  );
}

/** Where a part is still starting nobody can say that all is well. */
function NoTrouble({ isKnown }: { readonly isKnown: boolean }) {
  const t = useStaffTexts();
  const mayTest = useMay('test');
  return (
    <section className="all-well">
      <p>{t(isKnown ? 'overview.allWell' : 'overview.starting')}</p>
      <Button icon="check" disabled={!mayTest} onPress={() => act({ act: 'open', screen: 'tests' })}>
        {t('overview.openTests')}
      </Button>
    </section>
  );
}

function Troubles({ troubles }: { readonly troubles: readonly ComponentHealth[] }) {
  const t = useStaffTexts();
  const { largeText } = useFrame().access;
  const isLandscape = useIsLandscape();
  const [wanted, setWanted] = useState(0);
  const size = (isLandscape ? 2 : 4) / (largeText ? 2 : 1);
  const { items, page, pages } = pageOf(troubles, wanted, size);
  return (
    <section className="overview__troubles">
      <h2>{t('overview.troubles', { count: troubles.length })}</h2>
      <ul className="troubles">
        {items.map((part) => (
          <Trouble key={part.component} part={part} />
        ))}
      </ul>
      <Pager page={page} pages={pages} onPage={setWanted} />
    </section>
  );
}

const TONES: Readonly<Record<ComponentState, Tone>> = {
  down: 'error',
  degraded: 'warning',
  unknown: 'neutral',
  starting: 'neutral',
  ok: 'success',
  not_fitted: 'neutral',
};

function Trouble({ part }: { readonly part: ComponentHealth }) {
  const t = useStaffTexts();
  const { component, reason, since, state } = part;
  return (
    <li className="trouble" data-tone={TONES[state]}>
      <span className="trouble__icon">
        <StaffIcon name={COMPONENT_ICONS[component]} />
      </span>
      <div className="trouble__words">
        <Words part={part} />
        <p className="trouble__facts">
          {reason === null ? null : <WhoActs reason={reason} />}
          <span>
            {t('overview.since')} <Moment at={since} />
          </span>
        </p>
      </div>
      <Fix part={part} />
    </li>
  );
}

function Words({ part: { component, reason, state } }: { readonly part: ComponentHealth }) {
  const t = useStaffTexts();
  const h = useHealthTexts();
  return (
    <>
      <p className="trouble__part">
        {h(`components.${component}`)} · {h(`states.${state}`)}
      </p>
      <h3>{reason === null ? t('overview.noEvidence') : h(`reasons.${reason}.what`)}</h3>
      <p className="trouble__fix">{reason === null ? t('overview.noEvidenceFix') : h(`reasons.${reason}.fix`)}</p>
    </>
  );
}

function WhoActs({ reason }: { readonly reason: NonNullable<ComponentHealth['reason']> }) {
  const t = useStaffTexts();
  const h = useHealthTexts();
  return (
    <span>
      <Icon name="users" /> {t('overview.whoActs')} <strong>{h(`actors.${whoActs(reason)}`)}</strong>
    </span>
  );
}

/** Leads straight to the wizard or test that belongs to the trouble. */
function Fix({ part }: { readonly part: ComponentHealth }) {
  const t = useStaffTexts();
  const h = useHealthTexts();
  const fix = fixFor(part);
  const may = useMay(fix === null || fix === 'power' ? 'power' : rightFor(fix));
  if (fix === null) return null;
  return (
    <button
      type="button"
      className="trouble__key"
      disabled={!may}
      aria-label={t('overview.fixPart', { part: h(`components.${part.component}`) })}
      onClick={() => act(fix === 'power' ? { act: 'open', screen: 'power' } : { act: 'open_test', test: fix })}
    >
      <Icon name="wrench" />
      {t('overview.fix')}
    </button>
  );
}

function Part({ part: { component, state } }: { readonly part: ComponentHealth }) {
  const h = useHealthTexts();
  return (
    <li className="part" data-state={state}>
      <StaffIcon name={COMPONENT_ICONS[component]} />
      <span className="part__name">{h(`components.${component}`)}</span>
      <span className="part__state">{h(`states.${state}`)}</span>
    </li>
  );
}
