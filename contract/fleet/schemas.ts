import { z } from 'zod';
import { eventBatchSchema, eventReplySchema, eventSchema } from './delivery.ts';
import {
  challengeRequestSchema,
  challengeSchema,
  enrolledSchema,
  enrolSchema,
  problemSchema,
  tokenRequestSchema,
  tokenSchema,
} from './identity.ts';
import { jobEnvelope } from './jobs.ts';
import {
  ackSchema,
  beatSchema,
  cancelSchema,
  deltaSchema,
  helloSchema,
  hubMessagesSchema,
  jobSchema,
  jobUpdateSchema,
  kioskMessagesSchema,
  reconnectSchema,
  refusedSchema,
  welcomeSchema,
} from './session.ts';

const MESSAGES: Readonly<Record<string, z.ZodType>> = {
  hello: helloSchema,
  welcome: welcomeSchema,
  beat: beatSchema,
  delta: deltaSchema,
  'job-update': jobUpdateSchema,
  ack: ackSchema,
  job: jobSchema,
  'job-envelope': jobEnvelope,
  'cancel-job': cancelSchema,
  reconnect: reconnectSchema,
  refused: refusedSchema,
  'kiosk-messages': kioskMessagesSchema,
  'hub-messages': hubMessagesSchema,
  event: eventSchema,
  'event-batch': eventBatchSchema,
  'event-reply': eventReplySchema,
  enrol: enrolSchema,
  enrolled: enrolledSchema,
  'challenge-request': challengeRequestSchema,
  challenge: challengeSchema,
  'token-request': tokenRequestSchema,
  token: tokenSchema,
  problem: problemSchema,
};

/** The JSON Schema files of contract/fleet/v1, by file name. Keys they don't name are allowed: newer sides add some. */
export function jsonSchemaFiles(): ReadonlyMap<string, string> {
  const files = Object.entries(MESSAGES).map(([name, schema]) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return [`${name}.schema.json`, `${JSON.stringify({ title: name, ...json }, null, 2)}\n`] as const;
  });
  return new Map(files);
}
