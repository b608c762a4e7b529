import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { PreloadBridge } from '../../bridge/preload.ts';
import type { View } from '../../bridge/view.ts';
import { CHANNELS } from './channels.ts';

/** All that the page can reach of Electron: three functions, each bound to one channel. */
const bridge: PreloadBridge = {
  onView: (listener) => {
    const relay = (_event: IpcRendererEvent, view: View): void => listener(view);
    ipcRenderer.on(CHANNELS.view, relay);
    return () => {
      ipcRenderer.off(CHANNELS.view, relay);
    };
  },
  sendIntent: (intent) => ipcRenderer.send(CHANNELS.intent, JSON.stringify(intent)),
  requestView: () => ipcRenderer.send(CHANNELS.requestView),
};

contextBridge.exposeInMainWorld('raha', bridge);
