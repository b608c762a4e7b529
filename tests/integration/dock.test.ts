import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startDock, type Dock } from '../../src/devices/virtual/dock.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';

const reader = {
  present: vi.fn<(payload: string) => void>(),
  presentUnreadable: vi.fn<() => void>(),
  plugIn: vi.fn<() => void>(),
  unplug: vi.fn<() => void>(),
};
const setInService = vi.fn<(inService: boolean) => void>();
let dock: Dock;
let origin = '';
let token = '';

beforeAll(async () => {
  dock = await startDock(
    { reader, printer: new VirtualPrinter(), printerState: () => 'ready', setInService },
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
