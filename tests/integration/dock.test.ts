import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startDock, type Dock } from '../../src/devices/virtual/dock.ts';
import { createFaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';

const reader = {
  present: vi.fn<(payload: string) => void>(),
  spoilNext: vi.fn<() => void>(),
  unspoil: vi.fn<() => void>(),
  presentUnreadable: vi.fn<() => void>(),
  plugIn: vi.fn<() => void>(),
  unplug: vi.fn<() => void>(),
};
const printer = new VirtualPrinter();
const setInService = vi.fn<(inService: boolean) => void>();
let dock: Dock;
let origin = '';
let token = '';

beforeAll(async () => {
  dock = await startDock(
    {
      reader,
      printer,
      printerState: () => 'ready',
      setInService,
      board: createFaultBoard({ reader, printer }),
      catalogue: readCatalogue('tests/faults'),
    },
    'assets/dock',
  );
  const url = new URL(dock.url);
  ({ origin } = url);
  token = url.hash.slice('#k='.length);
});
afterAll(() => dock.close());

const act = (body: string, headers: Record<string, string> = { 'x-dock-token': token }): Promise<Response> =>
  fetch(`${origin}/act`, { method: 'POST', headers, body });

test('a card is tapped and the kiosk taken out of service, by whoever has the token', async () => {
  expect((await act('{"type":"card","civilNumber":"1012345672"}')).status).toBe(204);
  expect(reader.present).toHaveBeenCalledWith(expect.stringContaining('1012345672'));
  expect((await act('{"type":"out_of_service"}')).status).toBe(204);
  expect(setInService).toHaveBeenCalledWith(false);
});

test('without the token, from another host, or with rubbish nothing happens', async () => {
  reader.plugIn.mockClear();
  const plugIn = '{"type":"reader_plug"}';
  expect((await act(plugIn, {})).status).toBe(403);
  expect((await act(plugIn, { 'x-dock-token': 'x'.repeat(token.length) })).status).toBe(403);
  expect((await fetch(`${origin}/state`)).status).toBe(403);
  expect((await act('{')).status).toBe(400);
  expect((await act('{"type":"reboot"}')).status).toBe(400);
  expect((await act(`{"type":"${'x'.repeat(5000)}"}`)).status).toBe(400);
  const foreign = await new Promise<number>((resolve, reject) => {
    request(origin, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
  expect(foreign).toBe(421);
  expect(reader.plugIn).not.toHaveBeenCalled();
});

interface State {
  readonly faults: {
    readonly scripts: readonly { readonly name: string; readonly playable: boolean }[];
    readonly playing: { readonly name: string; readonly isOver: boolean; readonly steps: readonly { readonly happened: boolean }[] } | null;
    readonly standing: readonly unknown[];
  };
}
const state = async (): Promise<State['faults']> =>
  ((await (await fetch(`${origin}/state`, { headers: { 'x-dock-token': token } })).json()) as State).faults;

test('a fault script is played and its steps are ticked off, one that needs more than there is is not offered', async () => {
  const { scripts } = await state();
  expect(scripts).toContainEqual(expect.objectContaining({ name: 'no-reader', playable: true }));
  expect(scripts).toContainEqual(expect.objectContaining({ name: 'gateway-down', playable: false }));
  await act('{"type":"play_faults","name":"no-reader"}');
  expect(reader.unplug).toHaveBeenCalledOnce();
  expect(await state()).toMatchObject({
    playing: { name: 'no-reader', isOver: true, steps: [{ happened: true }] },
    standing: [{ act: 'reader_unplugged' }],
  });
  await act('{"type":"mend_all"}');
  expect(await state()).toMatchObject({ playing: null, standing: [] });
});

test('a script that isn’t there or can’t be played changes nothing', async () => {
  await act('{"type":"play_faults","name":"../../etc/passwd"}');
  await act('{"type":"play_faults","name":"gateway-down"}');
  expect(await state()).toMatchObject({ playing: null, standing: [] });
});

test('what is broken by hand stands too', async () => {
  await act('{"type":"paper_out"}');
  expect(await state()).toMatchObject({ standing: [{ act: 'printer_fails', fault: 'paper_end' }] });
  await act('{"type":"paper_in"}');
  expect(await state()).toMatchObject({ standing: [] });
});
