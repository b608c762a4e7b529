import { beforeEach, expect, test } from 'vitest';
import type { GatewayFault } from '../../src/domain/faults.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { createTokenSource, type AccessToken, type TokenSource } from '../../src/main/gateway/token.ts';

let nowMs: number;
let asked: number;
let answer: (serial: number) => Result<AccessToken, GatewayFault>;
let tokens: TokenSource;

beforeEach(() => {
  nowMs = 0;
  asked = 0;
  answer = (serial) => ok({ value: `token ${String(serial)}`, lifetimeSeconds: 300 });
  tokens = createTokenSource(() => Promise.resolve(answer((asked += 1))), () => nowMs);
});

test('is asked for once by callers that come together', async () => {
  const all = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
  expect(all).toEqual([ok('token 1'), ok('token 1'), ok('token 1')]);
  expect(asked).toBe(1);
});

test('is used again until 30 seconds before its end', async () => {
  await tokens.get();
  nowMs = 269_999;
  expect(await tokens.get()).toEqual(ok('token 1'));
  nowMs = 270_000;
  expect(await tokens.get()).toEqual(ok('token 2'));
});

test('of a short life is renewed after four fifths of it', async () => {
  answer = (serial) => ok({ value: `token ${String(serial)}`, lifetimeSeconds: 60 });
  await tokens.get();
  nowMs = 47_999;
  expect(await tokens.get()).toEqual(ok('token 1'));
  nowMs = 48_000;
  expect(await tokens.get()).toEqual(ok('token 2'));
});

test('that was refused is dropped, unless it has been replaced already', async () => {
  await tokens.get();
  tokens.refused('token 1');
  expect(await tokens.get()).toEqual(ok('token 2'));
  tokens.refused('token 1');
  expect(await tokens.get()).toEqual(ok('token 2'));
});

test('a failure isn’t kept: the next caller asks again', async () => {
  answer = () => fault({ code: 'unreachable' });
  expect(await tokens.get()).toEqual(fault({ code: 'unreachable' }));
  answer = () => ok({ value: 'late', lifetimeSeconds: 300 });
  expect(await tokens.get()).toEqual(ok('late'));
});
