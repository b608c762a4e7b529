import { create } from 'zustand';
import type { Board, BoardKiosk, IncidentView, Live } from '../../fleet/api.ts';

/** `live`: changes come by themselves; `polling`: asked for now and then; `away`: the hub doesn't answer. */
export type LinkState = 'connecting' | 'live' | 'polling' | 'away';

interface FleetState {
  readonly link: LinkState;
  readonly board: Board | null;
  /** What is open, for the board and the inbox. */
  readonly incidents: readonly IncidentView[];
  /** Hub's time less this computer's, which may be wrong. */
  readonly offsetMs: number;
  /** When the hub was heard last, by its own time. */
  readonly heardMs: number;
  /** How often something about a kiosk was told; its page reads again when the count moves. */
  readonly news: Readonly<Record<string, number>>;
  /** Moves when everything has to be read again. */
  readonly stale: number;
}

const NOTHING: FleetState = { link: 'connecting', board: null, incidents: [], offsetMs: 0, heardMs: 0, news: {}, stale: 0 };

export const useFleet = create<FleetState>(() => NOTHING);

export const forgetFleet = (): void => useFleet.setState(NOTHING, true);

export const hubNow = (): number => Date.now() + useFleet.getState().offsetMs;

/** A whole board and inbox, freshly read. */
export function takeBoard(board: Board, incidents: readonly IncidentView[]): void {
  useFleet.setState(({ stale }) => ({
    board,
    incidents,
    offsetMs: board.asOfMs - Date.now(),
    heardMs: board.asOfMs,
    stale: stale + 1,
  }));
}

/** One change that the hub told of. */
export function takeLive(live: Exclude<Live, { type: 'stale' }>): void {
  switch (live.type) {
    case 'kiosk':
      return useFleet.setState(({ board, news }) => ({
        board: board === null ? null : { ...board, kiosks: withKiosk(board.kiosks, live.kiosk) },
        news: counted(news, live.kiosk.id),
      }));
    case 'incident':
      takeIncident(live.incident);
      return;
    case 'job':
      return useFleet.setState(({ news }) => ({ news: counted(news, live.job.kiosk) }));
  }
}

/** Whether the board shows it where it stands; not so for one that a roster has just added or moved. */
export const isOnBoard = ({ id, site }: BoardKiosk): boolean =>
  useFleet.getState().board?.kiosks.some((kiosk) => kiosk.id === id && kiosk.site === site) === true;

/** An incident as it is now, whether the hub told of it or answered a deed with it. */
export function takeIncident(incident: IncidentView): void {
  useFleet.setState(({ incidents, news }) => ({
    incidents: withIncident(incidents, incident),
    news: incident.scope.kind === 'kiosk' ? counted(news, incident.scope.kiosk) : news,
  }));
}

const withKiosk = (kiosks: readonly BoardKiosk[], changed: BoardKiosk): readonly BoardKiosk[] =>
  kiosks.map((kiosk) => (kiosk.id === changed.id ? changed : kiosk));

function withIncident(all: readonly IncidentView[], changed: IncidentView): readonly IncidentView[] {
  const others = all.filter(({ id }) => id !== changed.id);
  return changed.phase === 'firing' || changed.phase === 'acknowledged' ? [changed, ...others] : others;
}

const counted = (news: Readonly<Record<string, number>>, kiosk: string): Readonly<Record<string, number>> => ({
  ...news,
  [kiosk]: (news[kiosk] ?? 0) + 1,
});
