import { create } from 'zustand';
import type { Me, SignIn, SignInWays } from '../../fleet/api.ts';
import { call, get, post, keepCsrfToken, whenSignedOut, type Answer } from './call.ts';

interface SessionState {
  /** `asking`: not known yet; `away`: the hub can't be asked. */
  readonly state: 'asking' | 'away' | 'out' | 'in';
  readonly me: Me | null;
  /** It was signed in and the hub ended it; said on the sign-in page. */
  readonly isOver: boolean;
  readonly ways: SignInWays | null;
}

export const useSession = create<SessionState>(() => ({ state: 'asking', me: null, isOver: false, ways: null }));

whenSignedOut(() => {
  const { state } = useSession.getState();
  if (state !== 'out') leave(state === 'in');
});

const AGAIN_MS = 5_000;

export async function askWhoIsSignedIn(): Promise<void> {
  const me = await get<Me>('/me');
  if (me.ok) return enter(me.value);
  if (me.fault.problem === 'signed_out') return;
  useSession.setState({ state: 'away' });
  setTimeout(() => void askWhoIsSignedIn(), AGAIN_MS);
}

export async function signIn(typed: SignIn): Promise<Answer<Me>> {
  const answer = await call<Me>('POST', '/sign-in', typed);
  if (answer.ok) enter(answer.value);
  return answer;
}

export async function signOut(): Promise<void> {
  await post('/sign-out');
  leave(false);
}

export async function readWays(): Promise<void> {
  const ways = await get<SignInWays>('/sign-in-ways');
  if (ways.ok) useSession.setState({ ways: ways.value });
}

function enter(me: Me): void {
  keepCsrfToken(me.csrfToken);
  useSession.setState({ state: 'in', me, isOver: false });
}

function leave(isOver: boolean): void {
  useSession.setState({ state: 'out', me: null, isOver });
}

/** Who is signed in, for what is drawn only then. */
export function useMe(): Me {
  const me = useSession((session) => session.me);
  if (me === null) throw new Error('drawn without anybody signed in');
  return me;
}
