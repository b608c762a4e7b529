import { randomUUID } from 'node:crypto';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { parseJson } from '../../domain/json.ts';
import { busMessageSchema, type Bus, type BusMessage } from './bus.ts';

const STREAM = 'RAHA_HUBS';
const SUBJECTS = 'raha.hubs';
/** A hub that was cut off for longer reads the database anew anyway. */
const KEEP_NS = 600_000_000_000;

/** The bus over NATS JetStream: a hub that lost its connection for a while gets what it missed. Hints that can't be sent are dropped. */
export async function openNatsBus(servers: readonly string[], onError: (error: unknown) => void): Promise<Bus> {
  const connection = await connect({ servers: [...servers], name: 'raha-hub', maxReconnectAttempts: -1, reconnectTimeWait: 1_000 });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: [`${SUBJECTS}.>`], storage: StorageType.Memory, max_age: KEEP_NS, num_replicas: 1 });
  const me = randomUUID();
  const listeners = new Set<(message: BusMessage) => void>();
  await follow(connection, me, (message) => listeners.forEach((listener) => listener(message)), onError);
  return {
    publish: (message) => {
      const subject = `${SUBJECTS}.${me}.${message.type}`;
      jetstream(connection).publish(subject, JSON.stringify(message)).catch(onError);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => connection.drain(),
  };
}

/** Whatever comes from now on, except what this hub said itself. */
async function follow(
  connection: NatsConnection,
  me: string,
  listener: (message: BusMessage) => void,
  onError: (error: unknown) => void,
): Promise<void> {
  const manager = await jetstreamManager(connection);
  const { name } = await manager.consumers.add(STREAM, {
    deliver_policy: DeliverPolicy.New,
    ack_policy: AckPolicy.None,
    inactive_threshold: KEEP_NS,
    mem_storage: true,
  });
  const consumer = await jetstream(connection).consumers.get(STREAM, name);
  await consumer.consume({
    callback: (received) => {
      if (received.subject.startsWith(`${SUBJECTS}.${me}.`)) return;
      const message = busMessageSchema.safeParse(parseJson(received.string()));
      if (message.success) listener(message.data);
      else onError(new Error('a hub said something on the bus that this hub does not understand'));
    },
  });
}
