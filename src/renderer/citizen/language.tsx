import { Fragment } from 'react';
import { useFrame } from '../frame.ts';
import { textsIn } from '../i18n.ts';
import { send } from '../store.ts';
import { Icon } from '../ui/icon.tsx';
import { Stage } from '../ui/stage.tsx';
import './language.css';

/** A2: each language by its own name in its own script, never by a flag. */
export function Language() {
  const { languages } = useFrame();
  return (
    <Stage
      centered
      title={languages.map(({ code, direction }) => (
        <Fragment key={code}>
          <span lang={code} dir={direction} className="language__title">
            {textsIn(code)('language.title')}
          </span>
        </Fragment>
      ))}
      show={
        <span className="language__picture" aria-hidden="true">
          <span className="language__letter">ع</span>
          <span className="language__letter language__letter--other">A</span>
        </span>
      }
      act={
        <div className="language__choices" data-many={languages.length > 4 || undefined}>
          {languages.map(({ code, direction, name }) => (
            <button
              key={code}
              type="button"
              lang={code}
              dir={direction}
              className="language__choice"
              onClick={() => send({ type: 'choose_language', language: code })}
            >
              <span className="language__name">{name}</span>
              <span className="language__welcome">{textsIn(code)('language.welcome')}</span>
              <Icon name="arrow" />
            </button>
          ))}
        </div>
      }
    />
  );
}
