import { Rosette } from '../ui/rosette.tsx';
import './attract.css';
import './splash.css';

/**
 * The ground of the attract screen with the slogan. It stands in index.html itself, so that the glass isn't white until
 * the script has run and the kiosk process has said what to draw. It holds nothing that could be untrue by then, and
 * nothing to touch.
 */
export function Splash({ slogan }: { readonly slogan: string }) {
  return (
    <div className="splash">
      <main className="attract">
        <div className="attract__ground">
          <Rosette />
        </div>
        <div className="splash__middle">
          <span className="attract__art">
            <Rosette />
          </span>
          <h1 className="attract__slogan">{slogan}</h1>
        </div>
      </main>
    </div>
  );
}
