import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelTest } from '../../fleet/api.ts';
import { named } from '../format/words.ts';
import { post, type CallFault } from '../hub/call.ts';
import { useFleet } from '../hub/fleet.ts';
import { useMe } from '../hub/session.ts';
import { chooseLanguage, languageNow, LANGUAGES } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import type { Tone } from '../ui/tone.ts';
import './settings.css';

const TONES: Readonly<Record<ChannelTest['results'][number]['state'], Tone>> = { sent: 'good', failed: 'bad', not_set_up: 'calm' };
const LANGUAGE_NAMES = { ar: 'العربية', en: 'English' } as const;

/** The test of the channels, and what the hub knows of whoever looks at this. */
export function Settings() {
  const { t } = useTranslation();
  const me = useMe();
  const board = useFleet((fleet) => fleet.board);
  return (
    <>
      <header className="room-head">
        <h1>{t('settings.title')}</h1>
      </header>
      <div className="settings">
        <Channels />
        <section className="card side-card" aria-labelledby="settings-account">
          <h2 id="settings-account">{t('settings.account')}</h2>
          <p>
            <strong>{named(me.name)}</strong> <Ltr>{me.account}</Ltr>
            <br />
            <span className="soft">{t(`roles.${me.role}`)}</span>
          </p>
          <h3>{t('settings.sites')}</h3>
          {me.sites === null ? (
            <p>{t('words.allSites')}</p>
          ) : (
            <ul>
              {me.sites.map((id) => {
                const site = board?.sites.find((one) => one.id === id);
                return <li key={id}>{site === undefined ? id : named(site.name)}</li>;
              })}
            </ul>
          )}
          <h3>{t('settings.language')}</h3>
          <fieldset className="tabs settings__languages" aria-label={t('settings.language')}>
            {LANGUAGES.map((language) => (
              <button key={language} type="button" lang={language} aria-pressed={languageNow() === language} onClick={() => void chooseLanguage(language)}>
                {LANGUAGE_NAMES[language]}
              </button>
            ))}
          </fieldset>
        </section>
      </div>
    </>
  );
}

/** Whether whoever asks would be reached, found out before it matters. */
function Channels() {
  const { t } = useTranslation();
  const [test, setTest] = useState<ChannelTest | null>(null);
  const [fault, setFault] = useState<CallFault | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function run(): Promise<void> {
    setBusy(true);
    const answer = await post<ChannelTest>('/channels/test');
    setBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) setTest(answer.value);
  }

  return (
    <section className="card side-card" aria-labelledby="settings-channels">
      <h2 id="settings-channels">{t('settings.channels')}</h2>
      <p className="soft small">{t('settings.channelsLead')}</p>
      <Button icon="bell" isBusy={isBusy} onClick={() => void run()}>
        {t('settings.test')}
      </Button>
      {fault !== null && <FaultNotice fault={fault} />}
      <output>
        {test !== null && (
          <ul className="settings__results">
            {test.results.map(({ channel, state }) => (
              <li key={channel}>
                {t(`channels.${channel}`)} <Chip tone={TONES[state]}>{t(`settings.results.${state}`)}</Chip>
              </li>
            ))}
          </ul>
        )}
      </output>
    </section>
  );
}
