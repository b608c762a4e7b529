import { useCallback, useEffect, useState } from 'react';
import { get, type Answer, type CallFault } from './call.ts';

export interface Resource<Value> {
  /** What was read last; stays while it is read again. */
  readonly value: Value | null;
  readonly fault: CallFault | null;
  readonly isReading: boolean;
  readonly reread: () => void;
}

interface Read<Value> {
  readonly key: string;
  readonly path: string;
  readonly value: Value | null;
  readonly fault: CallFault | null;
}

/**
 * Something of the hub, read again whenever `version` moves; only the newest answer counts.
 * @param path null: nothing to read now
 */
export function useResource<Value>(path: string | null, version: number | string = 0): Resource<Value> {
  const [read, setRead] = useState<Read<Value> | null>(null);
  const [again, setAgain] = useState(0);
  const key = `${path ?? ''} ${String(version)} ${String(again)}`;

  useEffect(() => {
    if (path === null) return undefined;
    let isWanted = true;
    const take = (answer: Answer<Value>): void => {
      if (!isWanted) return;
      setRead((before) =>
        answer.ok
          ? { key, path, value: answer.value, fault: null }
          : { key, path, value: before?.path === path ? before.value : null, fault: answer.fault },
      );
    };
    void get<Value>(path).then(take);
    return () => {
      isWanted = false;
    };
  }, [path, key]);

  const reread = useCallback(() => setAgain((count) => count + 1), []);
  const isCurrent = read !== null && read.path === path;
  return {
    value: isCurrent ? read.value : null,
    fault: isCurrent ? read.fault : null,
    isReading: path !== null && read?.key !== key,
    reread,
  };
}
